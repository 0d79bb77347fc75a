import { createHash } from "node:crypto"
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { backUp, restore } from "../../src/index.ts"
import { migrate, migrations, schemaVersion } from "../../src/store/sqlite/schema.ts"
import { databaseFile, openSqliteStore, vaultFile } from "../../src/store/sqlite/store.ts"
import { dataFolder } from "../helpers/server.ts"
import { newEvent } from "../store/events.ts"

const NOW = 1_000
const idsIn = async (data: string): Promise<string[]> => {
  const store = await openSqliteStore(data, "production", NOW)
  const events = await store.events({ since: 0, limit: 100 })
  await store.close()
  return events.map(({ id }) => id)
}
const event = (id: string) => newEvent(id, NOW, [], { leadId: `lead-${id}`, personal: { email: `${id}@buyer.example` } })

describe("R4 backup and restore", () => {
  it("copies a running server, without the keys; restores it, and keeps what was there", async () => {
    const data = dataFolder()
    const copy = join(dataFolder(), "backup.sqlite")
    const store = await openSqliteStore(data, "production", NOW)
    await store.append({ events: [event("a")], quarantined: [] })
    expect(await backUp(data, copy)).toMatchObject({ events: 1 })
    await store.append({ events: [event("b")], quarantined: [] })
    expect(() => restore(copy, data), "not under a running server").toThrow("another server uses")
    await store.close()
    const restored = restore(copy, data, NOW)
    expect(restored).toMatchObject({ events: 1, replaced: expect.stringContaining("replaced-1970-01-01") })
    expect(await idsIn(data)).toEqual(["a"])
    expect(existsSync(restored.replaced ?? "")).toBe(true)
    expect(readdirSync(data).filter((file) => file.endsWith("arriving"))).toEqual([])
  })
  it("who was erased since the backup is erased again; without the keys nobody can be read", async () => {
    const data = dataFolder()
    const copy = join(dataFolder(), "backup.sqlite")
    const store = await openSqliteStore(data, "production", NOW)
    await store.append({ events: [event("a"), event("b")], quarantined: [] })
    await backUp(data, copy)
    await store.erase({ leadId: "lead-a", now: NOW, kinds: { email: "email" }, byClientId: [], errand: { ...newEvent("errand", NOW), name: "$erasure" } })
    await store.close()
    expect(restore(copy, data)).toMatchObject({ erasedAgain: 1 })
    const again = await openSqliteStore(data, "production", NOW)
    expect((await again.exportPerson("lead-a")).events).toEqual([])
    const invoice = newEvent("invoice", NOW, [{ destination: "ads", state: "pending", dueAt: NOW }], { personal: { email: "a@buyer.example" } })
    await again.append({ events: [invoice], quarantined: [] })
    const rule = { kinds: { email: "email" as const }, category: "marketing" }
    const { claimed } = await again.claim({ destination: "ads", now: NOW, leaseUntil: NOW + 1, limit: 1, suppression: rule })
    expect(claimed, "and does not come back with a later invoice").toMatchObject([{ event: { id: "invoice" }, suppressed: true }])
    expect((await again.events({ since: 0, limit: 9 })).map(({ id, leadId }) => [id, leadId])).toEqual([["a", undefined], ["b", "lead-b"], ["invoice", undefined]])
    expect((await again.exportPerson("lead-b")).events.map(({ personal }) => personal)).toEqual([{ email: "b@buyer.example" }])
    await again.close()
    for (const rest of ["", "-wal", "-shm"]) rmSync(`${vaultFile(data)}${rest}`, { force: true })
    const keyless = await openSqliteStore(data, "production", NOW)
    expect((await keyless.exportPerson("lead-b")).events.map(({ personal }) => personal)).toEqual([{}])
    await keyless.close()
  })
  it("refuses a damaged backup, one of a newer Tagwright, and to write over a file", async () => {
    const data = dataFolder()
    const folder = dataFolder()
    await (await openSqliteStore(data, "production", NOW)).close()
    const copy = join(folder, "backup.sqlite")
    await backUp(data, copy)
    await expect(backUp(data, copy)).rejects.toThrow("exists already")
    const newer = new DatabaseSync(copy)
    newer.exec(`PRAGMA user_version = ${schemaVersion + 1}`)
    newer.close()
    expect(() => restore(copy, data)).toThrow(`this Tagwright knows ${schemaVersion}`)
    const noise = join(folder, "noise.sqlite")
    writeFileSync(noise, Buffer.alloc(8_192, 7))
    expect(() => restore(noise, data)).toThrow()
    expect(await idsIn(data)).toEqual([])
  })
})

describe("D3.6 migrations", () => {
  // A released migration never changes: add the next one instead.
  it.each([
    [1, "14c5"],
    [2, "073d"],
  ])("number %i is what was released", (number, digest) => {
    expect(createHash("sha256").update(migrations[number - 1] ?? "").digest("hex").slice(0, 4)).toBe(digest)
  })
  it("bring a database of any earlier version up to date, with its rows", async () => {
    for (let version = 1; version < schemaVersion; version++) {
      const data = dataFolder()
      const db = new DatabaseSync(databaseFile(data))
      for (const sql of migrations.slice(0, version)) db.exec(sql)
      db.exec(`PRAGMA user_version = ${version}; PRAGMA journal_mode = WAL;
        INSERT INTO event (id, name, source, at, received_at, params, test_mode) VALUES ('old', 'page_view', 'browser', 1, 1, '{}', 0);
        INSERT INTO delivery (event_seq, destination, state, due_at) VALUES (1, 'hook', 'pending', 1)`)
      db.close()
      const store = await openSqliteStore(data, "production", NOW)
      const { claimed } = await store.claim({ destination: "hook", now: NOW, leaseUntil: NOW + 1, limit: 1 })
      expect(claimed.map((one) => one.event.id)).toEqual(["old"])
      await store.close()
    }
  })
  it("refuse a database of a newer Tagwright, and do not touch it", () => {
    const db = new DatabaseSync(":memory:")
    db.exec(`PRAGMA user_version = ${schemaVersion + 1}`)
    expect(() => migrate(db)).toThrow(`this Tagwright knows ${schemaVersion}`)
    db.close()
  })
})

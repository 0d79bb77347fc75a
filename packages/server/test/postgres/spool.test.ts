import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { batch, startTestServer, until } from "../helpers/server.ts"
import { onPostgres } from "./suite.ts"

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "tagwright-spool-"))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}
const ids = (value: unknown): string[] => (typeof value === "object" && value !== null && "events" in value && Array.isArray(value.events) ? value.events.map((event: { id: string }) => event.id) : [])

onPostgres("R1 the database goes away", { durable: true }, (cluster) => {
  it("what arrives meanwhile is durable on the node, also over its death, and forwarded in order once the database is back", async () => {
    const database = await cluster().create()
    const data = folder()
    const node = () => startTestServer({ data, database, role: "ingest" })
    const first = await node()
    const send = async (server: Awaited<ReturnType<typeof node>>, number: number) => {
      const answer = await server.post("/collect", batch([{ id: `e${number}` }]))
      expect(answer.status, await answer.clone().text()).toBe(200)
    }
    await send(first, 0)
    await cluster().kill()
    for (const number of [1, 2, 3]) await send(first, number)
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${first.url}/metrics`)).text()).toContain("tagwright_spooled_calls 3")
    await first.close()
    await cluster().start()
    const second = await node()
    await send(second, 4)
    const stored = await until(() => second.get("/ops/api/events?limit=100").then(ids), (found) => found.length === 5, 20_000)
    expect(stored).toEqual(["e0", "e1", "e2", "e3", "e4"])
    await until(async () => (await fetch(`${second.url}/metrics`)).text(), (text) => text.includes("tagwright_spooled_calls 0"))
    await send(second, 5)
    expect(await until(() => second.get("/ops/api/events?limit=100").then(ids), (found) => found.length === 6)).toContain("e5")
  })
})

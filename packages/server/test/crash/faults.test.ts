import { spawnSync } from "node:child_process"
import { appendFileSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs"
import { describe, expect, it, onTestFinished } from "vitest"
import { openSqliteStore, databaseFile } from "../../src/store/sqlite/store.ts"
import { dataFolder, until } from "../helpers/server.ts"
import { newEvent } from "../store/events.ts"
import type { Life } from "./child.ts"
import { readAll, send } from "./client.ts"
import { hasStrace } from "./power-cut/trace.ts"
import { startLife } from "./process.ts"

const PATIENCE_MS = 120_000
/** Nobody listens there: deliveries wait. */
const NOWHERE = "http://127.0.0.1:9/"

const start = async (life: Partial<Life> & { data: string }, wrapper: readonly string[] = []) => {
  const running = await startLife({ sink: NOWHERE, ...life }, wrapper)
  onTestFinished(running.kill)
  return running
}
const readiness = async (url: string): Promise<number> => (await fetch(`${url}/readyz`)).status
/** Sends one after another until so many are refused in a row; answers the promised ones. */
const sendUntilRefused = async (url: string, most: number, inRow = 1): Promise<string[]> => {
  const promised: string[] = []
  for (let index = 0, refused = 0; index < most && refused < inRow; index++) {
    const id = crypto.randomUUID()
    const isPromised = await send(url, id)
    refused = isPromised ? 0 : refused + 1
    if (isPromised) promised.push(id)
  }
  return promised
}
const storedIn = async (url: string): Promise<string[]> => (await readAll(url, "events")).map(({ id }) => id)

const canMount = (): boolean => spawnSync("unshare", ["-rm", "true"]).status === 0
/** Runs the command with a tiny disk in place of the folder; it is gone with the process. */
const tinyDisk = (folder: string, size: string): string[] => ["unshare", "-rm", "sh", "-c", `mount -t tmpfs -o size=${size} tmpfs "$0" && exec "$@"`, folder]

describe("T4 the disk fails", () => {
  // Not run where a mount of one's own is not allowed (unshare -rm).
  it.skipIf(!canMount())("full: nothing is promised, readiness says so, and it goes on by itself when there is space", async () => {
    const data = dataFolder()
    const running = await start({ data, ballast: 3_000_000 }, tinyDisk(data, "6m"))
    const promised = await sendUntilRefused(running.url, 20_000, 50)
    expect(promised.length).toBeGreaterThan(10)
    await until(() => readiness(running.url), (status) => status === 503)
    expect(await storedIn(running.url)).toEqual(promised)
    process.kill(running.process.pid ?? 0, "SIGUSR2")
    await until(() => readiness(running.url), (status) => status === 200)
    expect(await send(running.url, "after")).toBe(true)
    expect(await storedIn(running.url)).toEqual([...promised, "after"])
  }, PATIENCE_MS)

  // Not run without strace, which makes the system call itself fail.
  it.skipIf(!hasStrace())("fsync fails: the batch is refused, nothing is written any more, and a restart has everything promised", async () => {
    const data = dataFolder()
    const failing = await start({ data }, ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO:when=30+"])
    const promised = await sendUntilRefused(failing.url, 100)
    expect(promised.length).toBeGreaterThan(3)
    expect(promised.length).toBeLessThan(100)
    expect(await readiness(failing.url)).toBe(503)
    expect(await sendUntilRefused(failing.url, 3)).toEqual([])
    await failing.kill()
    const sound = await start({ data })
    expect(await storedIn(sound.url)).toEqual(expect.arrayContaining(promised))
    expect(await send(sound.url, "after")).toBe(true)
  }, PATIENCE_MS)

  it.each([
    ["a torn tail", (log: string) => appendFileSync(log, Buffer.alloc(2_500, 7))],
    ["half a page too many", (log: string) => appendFileSync(log, readFileSync(log).subarray(32, 2_080))],
  ])("%s of the log: everything promised is there", async (_name, damage) => {
    const data = dataFolder()
    const first = await start({ data })
    const promised = await sendUntilRefused(first.url, 20)
    await first.kill()
    damage(`${databaseFile(data)}-wal`)
    const second = await start({ data })
    expect(await storedIn(second.url)).toEqual(promised)
    expect(await send(second.url, "after")).toBe(true)
  }, PATIENCE_MS)

  it.each([
    ["a page that turned to noise", (file: string) => writeSync(openSync(file, "r+"), Buffer.alloc(4_096, 0xa5), 0, 4_096, 4_096)],
    ["a file cut short", (file: string) => truncateSync(file, 20 * 4_096)],
    ["a file of something else", (file: string) => writeSync(openSync(file, "r+"), "PK", 0)],
  ])("%s: the server does not start on it, and says what to do", async (_name, damage) => {
    const data = dataFolder()
    const store = await openSqliteStore(data, "production", Date.now())
    await store.append({ events: Array.from({ length: 500 }, (_, index) => newEvent(`e${index}`, Date.now(), [], { params: { label: "x".repeat(100) } })), quarantined: [] })
    await store.close()
    damage(databaseFile(data))
    await expect(openSqliteStore(data, "production", Date.now())).rejects.toThrow("damaged")
  })
})

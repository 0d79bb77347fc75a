import { expect, it } from "vitest"
import { dataFolder } from "../helpers/server.ts"
import { startLife } from "../crash/process.ts"
import { schemaVersion } from "../../src/store/postgres/schema.ts"
import { underLoad } from "./chaos.ts"
import { nextBuild } from "./next-build.ts"
import type { Node } from "./nodes.ts"
import { onPostgres } from "./suite.ts"
import { until } from "./wait.ts"

const PATIENCE_MS = 480_000
/** Calls acknowledged between two steps */
const MORE = 20

onPostgres("T4 a rolling upgrade", { durable: false }, (cluster) => {
  it("node by node to the next version and back, under load: nothing is lost, nothing is sent twice, everybody keeps the order", async () => {
    const next = nextBuild(dataFolder())
    const database = await cluster().create()
    const ledger = await underLoad({ database, data: dataFolder(), clients: 2, random: Math.random }, async (nodes) => {
      const change = async (nodesToChange: readonly Node[], program?: string): Promise<void> => {
        for (const node of nodesToChange) {
          const enough = nodes.acknowledged() + MORE
          await until(() => nodes.acknowledged() >= enough, "nothing is acknowledged any more")
          await nodes.again(node, "SIGTERM", program)
        }
      }
      await change([...nodes.ingest, ...nodes.workers], next)
      // Thought better of it: this version starts on the database of the next.
      await change([...nodes.ingest.slice(1), ...nodes.workers.slice(1)])
    })
    expect(ledger.acknowledged).toBeGreaterThan(6 * MORE - 1)
    expect({ lost: ledger.lost, unaccounted: ledger.unaccounted, twice: ledger.twice, disordered: ledger.disordered }).toEqual({ lost: [], unaccounted: [], twice: [], disordered: [] })
    expect(ledger.delivered).toEqual({ hook: ledger.stored, ordered: ledger.stored })
  }, PATIENCE_MS)

  it("an older node does not start beside a version that changed what it relies on", async () => {
    const database = await cluster().create()
    const life = { database, sink: "http://127.0.0.1:9/" }
    const newer = await startLife({ ...life, data: dataFolder() }, [], nextBuild(dataFolder(), { oldestBeside: schemaVersion + 1 }))
    await newer.kill()
    await expect(startLife({ ...life, data: dataFolder() })).rejects.toThrow("ended before it was ready")
  }, PATIENCE_MS)
})

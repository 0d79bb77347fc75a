import { expect, it } from "vitest"
import { dataFolder } from "../helpers/server.ts"
import { chaosLedger } from "./chaos.ts"
import { anywhere } from "./mishaps.ts"
import { onPostgres } from "./suite.ts"

/** Each mishap once; `npm run chaos` does hundreds. A dozen processes start, which takes long on a busy machine. */
const PATIENCE_MS = 480_000

onPostgres("T4 several nodes on one PostgreSQL", { durable: true }, (cluster) => {
  it("nodes, workers and the database die under load: nothing acknowledged is lost, nothing is stored or sent twice without cause", async () => {
    const ledger = await chaosLedger({ cluster: cluster(), data: dataFolder(), rounds: anywhere, clients: 2, random: Math.random })
    expect(Object.keys(ledger.felt).toSorted()).toEqual(anywhere.toSorted())
    expect(ledger.acknowledged).toBeGreaterThan(0)
    expect(ledger.lost).toEqual([])
    expect(ledger.unaccounted).toEqual([])
    expect(ledger.twice).toEqual([])
    expect(ledger.disordered).toEqual([])
    expect(ledger.delivered).toEqual({ hook: ledger.stored, ordered: ledger.stored })
  }, PATIENCE_MS)
})

import { describe, expect, it } from "vitest"
import { dataFolder } from "../helpers/server.ts"
import { crashLedger } from "./ledger.ts"

/** Enough to hit the gaps between write, fsync, answer, send and mark several times; `npm run soak` does thousands. */
const ROUNDS = 2

/** Three processes start one after another; on a busy machine each takes many seconds. */
const PATIENCE_MS = 180_000

describe("T4 kill -9 at any moment", () => {
  it("loses nothing that was acknowledged, and accounts for everything that was stored", async () => {
    const ledger = await crashLedger({ rounds: ROUNDS, clients: 4, data: dataFolder(), random: Math.random, answersPerLife: 20 })
    expect(ledger.acknowledged).toBeGreaterThan(0)
    expect(ledger.lost).toEqual([])
    expect(ledger.unaccounted).toEqual([])
    expect(ledger.delivered).toBe(ledger.stored)
  }, PATIENCE_MS)
})

import { describe, expect, it } from "vitest"
import { dataFolder } from "../helpers/server.ts"
import { points } from "./deadly.ts"
import { crashLedger } from "./ledger.ts"
import { needlessRepeats } from "./sink.ts"

/** Each point of death once, and as many kills from outside; `npm run soak` does thousands. */
const ROUNDS = 2 * points.length

/** Nine processes start one after another; on a busy machine each takes many seconds. */
const PATIENCE_MS = 240_000

describe("T4 kill -9 at any moment, with clocks that jump and a peer that flaps, lies, drags and hangs", () => {
  it("loses nothing that was acknowledged, accounts for everything stored, and repeats nothing without cause", async () => {
    const ledger = await crashLedger({ rounds: ROUNDS, clients: 4, data: dataFolder(), random: Math.random, answersPerLife: 20 })
    expect(ledger.deaths).toEqual({ outside: points.length, ...Object.fromEntries(points.map((point) => [point, 1])) })
    expect(ledger.acknowledged).toBeGreaterThan(0)
    expect(ledger.lost).toEqual([])
    expect(ledger.unaccounted).toEqual([])
    expect(ledger.needless).toEqual([])
    expect(ledger.delivered).toBe(ledger.stored)
  }, PATIENCE_MS)

  it("finds out a server that answers before the disk does", async () => {
    const ledger = await crashLedger({ rounds: 1, clients: 4, data: dataFolder(), random: Math.random, answersPerLife: 20, hasty: true })
    expect(ledger.lost).not.toEqual([])
  }, PATIENCE_MS)

  it("the ledger knows a needless repeat from one that a crash or a hidden answer excuses", () => {
    const answered = (life: number) => ({ life, answered: true })
    const hidden = (life: number) => ({ life, answered: false })
    expect(needlessRepeats(new Map([["a", [answered(1), answered(1)]], ["b", [hidden(1), answered(1)]], ["c", [answered(1), answered(2)]]]))).toEqual(["a"])
  })
})

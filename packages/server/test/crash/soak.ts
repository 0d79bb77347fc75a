/**
 * The long crash test: `npm run soak -- [rounds] [clients]`, default 500 rounds of 32 clients.
 * Prints the ledger; exit code 1 when anything acknowledged is missing.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { crashLedger } from "./ledger.ts"

const [rounds = "500", clients = "32"] = process.argv.slice(2)
const data = mkdtempSync(join(tmpdir(), "tagwright-soak-"))
const ledger = await crashLedger({ rounds: Number(rounds), clients: Number(clients), data, random: Math.random, answersPerLife: 1_000 })
rmSync(data, { recursive: true, force: true })
console.log(JSON.stringify({ ...ledger, lost: ledger.lost.length, unaccounted: ledger.unaccounted.length }, null, 2))
process.exitCode = ledger.lost.length + ledger.unaccounted.length > 0 ? 1 : 0

import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished, vi } from "vitest"
import { openPostgresStore } from "../../server/src/store/postgres/store.ts"
import { shopPlan } from "../../server/test/helpers/plan.ts"
import { makeStrict, RIGHT_PASSWORD, switchTlsOn } from "../../server/test/postgres/strict.ts"
import { onPostgres } from "../../server/test/postgres/suite.ts"
import { main } from "../src/cli.ts"

const PATIENCE_MS = 120_000
const WRONG_PASSWORD = "wrong-password-7"
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0

/** Starts the server as its command line does; stops it once it serves, or tells of that and lets it go on. Answers its exit code and what it said. */
const serve = async (database: string, password?: string, onServing?: () => void) => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-refused-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, "plan.json"), JSON.stringify(shopPlan()))
  // What the driver reads by itself
  vi.stubEnv("PGPASSWORD", password)
  onTestFinished(() => void vi.unstubAllEnvs())
  const stop = new AbortController()
  const said = { out: "", err: "" }
  const io = { out: (text: string) => void ((said.out += text), (onServing ?? (() => stop.abort()))()), err: (text: string) => void (said.err += text), stdin: async () => "", cwd: folder, env: {}, interactive: false, color: false, signal: stop.signal }
  const code = await main(["serve", "--quiet", "--plan", "plan.json", "--data", "data", "--port", "0", "--database", database], io)
  return { code, out: said.out, lines: said.err.split("\n").filter((line) => line !== "") }
}

onPostgres("R4 a database that cannot be used", { durable: false }, (cluster) => {
  it("is told in one line, with whose fault it is and how to mend it, with exit code 2 and without any secret", async () => {
    const url = await makeStrict(cluster())
    const cases: [says: string, help: string, database: string, password?: string][] = [
      ["refuses the password", "PGPASSWORD", url("locked"), WRONG_PASSWORD],
      ["refuses the password", "PGPASSWORD", url(`locked:${WRONG_PASSWORD}`)],
      ["asks for a password", "PGPASSWORD", url("locked")],
      ["has no such database", "CREATE DATABASE", cluster().url("nowhere")],
      ["does not know this role", "CREATE ROLE", url("stranger")],
      ["speaks no TLS", "sslmode", url("guest", "?sslmode=verify-full")],
      ["does not let us in like this", "sslmode=verify-full", url("tls")],
      ["does not give this role the rights it needs", "OWNER TO", url("guest")],
      ["lets this role only read", "default_transaction_read_only", url("reader")],
      ["a file that --database names cannot be read", "sslrootcert", url("guest", "?sslmode=verify-full&sslrootcert=/nowhere/ca.pem")],
    ]
    for (const [says, help, database, password] of cases) {
      const found = await serve(database, password)
      expect(found, says).toMatchObject({ code: 2, out: "", lines: [expect.stringMatching(/^tagwright: PostgreSQL /)] })
      for (const part of [says, help]) expect(found.lines[0]).toContain(part)
      expect(found.lines[0]).not.toContain(WRONG_PASSWORD)
    }
  }, PATIENCE_MS)

  it("that comes after the start is refused with the same line; what was kept for it is still there", async () => {
    const database = await cluster().create()
    await (await openPostgresStore(database, "staging", { node: "other", now: Date.now() })).close()
    await cluster().kill()
    const serving = Promise.withResolvers<void>()
    const running = serve(database, undefined, serving.resolve)
    await serving.promise
    await cluster().start()
    expect(await running).toMatchObject({ code: 2, out: expect.stringContaining("tagwright server (production)"), lines: [expect.stringMatching(/^tagwright: this database belongs to the environment "staging"/)] })
  }, PATIENCE_MS)

  it.skipIf(!hasOpenssl)("whose certificate nobody vouches for is refused, and taken once its CA is named (needs openssl)", async () => {
    const certificate = await switchTlsOn(cluster())
    const url = (rest: string): string => `postgres://locked@127.0.0.1:${cluster().port}/postgres${rest}`
    const strange = await serve(url("?sslmode=verify-full"), RIGHT_PASSWORD)
    const known = await serve(url(`?sslmode=verify-full&sslrootcert=${certificate}`), RIGHT_PASSWORD)
    expect(strange).toMatchObject({ code: 2, lines: [expect.stringMatching(/^tagwright: PostgreSQL has a certificate that is not trusted .*sslrootcert/)] })
    expect(known).toMatchObject({ code: 0, out: expect.stringContaining("tagwright server (production)"), lines: [] })
  }, PATIENCE_MS)
})

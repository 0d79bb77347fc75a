/**
 * The store's contract and what /ops reads, through a PgBouncer in transaction mode: `npm run pgbouncer`. Debian's package is
 * fetched and unpacked into a temporary folder. Exit code as the tests'.
 */
import { spawnSync } from "node:child_process"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { libraries, unpack } from "./patroni/packages.ts"

const folder = mkdtempSync(join(tmpdir(), "tagwright-pgbouncer-"))
chmodSync(folder, 0o755)
const root = unpack(["pgbouncer", "libc-ares2", "libevent-2.1-7"], folder)
const tests = ["store", "browse"].map((name) => join(import.meta.dirname, `${name}.test.ts`))
const { status } = spawnSync("vitest", ["run", ...tests, "--maxWorkers", "1"], { cwd: join(import.meta.dirname, "../../../.."), stdio: "inherit", env: { ...process.env, TAGWRIGHT_PGBOUNCER: join(root, "usr/sbin/pgbouncer"), LD_LIBRARY_PATH: libraries(root) } })
rmSync(folder, { recursive: true, force: true })
process.exitCode = status ?? 2

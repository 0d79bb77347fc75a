import { spawn } from "node:child_process"
import { chmodSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { freePort, NOBODY } from "./ports.ts"
import { until } from "./wait.ts"

/** A PgBouncer in transaction mode between the tests and their cluster, when `TAGWRIGHT_PGBOUNCER` names its program. */
export const startPooler = async (folder: string, to: number): Promise<{ url(database: string): string; stop(): void } | undefined> => {
  const program = process.env["TAGWRIGHT_PGBOUNCER"]
  if (program === undefined) return undefined
  const port = await freePort()
  const file = join(folder, "pgbouncer.ini")
  const settings = { listen_addr: "127.0.0.1", listen_port: port, auth_type: "any", pool_mode: "transaction", max_client_conn: 500, default_pool_size: 20, unix_socket_dir: "", server_lifetime: 60 }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  writeFileSync(file, ["[databases]", `* = host=127.0.0.1 port=${to} user=tagwright`, "[pgbouncer]", ...lines, ""].join("\n"))
  chmodSync(file, 0o644)
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const child = spawn(program, ["-q", file], { ...owner, cwd: folder, stdio: "ignore", env: process.env })
  await until(() => listens(port), "PgBouncer does not listen")
  return { url: (database) => `postgres://tagwright@127.0.0.1:${port}/${database}`, stop: () => void child.kill("SIGKILL") }
}
const listens = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => (socket.destroy(), done(true))).once("error", () => done(false))
  })

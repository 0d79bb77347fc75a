import { execFileSync } from "node:child_process"
import { appendFileSync, chownSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import type { Cluster } from "./cluster.ts"

export const RIGHT_PASSWORD = "right-password"
/** By role: `locked` needs a password, `tls` may not come without TLS, `reader` may only read, `guest` may nothing */
const ROLES = `CREATE ROLE locked LOGIN SUPERUSER PASSWORD '${RIGHT_PASSWORD}'; CREATE ROLE tls LOGIN; CREATE ROLE guest LOGIN;
  CREATE ROLE reader LOGIN; ALTER ROLE reader SET default_transaction_read_only = on`
const RULES = "host all locked 127.0.0.1/32 scram-sha-256\nhostnossl all tls 127.0.0.1/32 reject\n"

/** Makes a cluster as strict as one in earnest. Answers the URL of a new database for a role. */
export const makeStrict = async (cluster: Cluster): Promise<(role: string, rest?: string) => string> => {
  const name = new URL(await cluster.create()).pathname.slice(1)
  const client = new pg.Client({ connectionString: cluster.url("postgres") })
  await client.connect()
  await client.query(ROLES).finally(() => client.end())
  const rules = join(cluster.data, "pg_hba.conf")
  writeFileSync(rules, RULES + readFileSync(rules, "utf8"))
  await restart(cluster)
  return (role, rest = "") => `postgres://${role}@127.0.0.1:${cluster.port}/${name}${rest}`
}
const restart = async (cluster: Cluster): Promise<void> => {
  await cluster.kill()
  await cluster.start()
}

/** Switches TLS on, with a certificate that nobody but its own file vouches for. Answers that file. */
export const switchTlsOn = async (cluster: Cluster): Promise<string> => {
  const [key, certificate] = [join(cluster.data, "server.key"), join(cluster.data, "server.crt")]
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=database", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], { stdio: "ignore" })
  const { uid, gid } = statSync(cluster.data)
  for (const file of [key, certificate]) chownSync(file, uid, gid)
  appendFileSync(join(cluster.data, "postgresql.conf"), "\nssl = on\n")
  await restart(cluster)
  return certificate
}

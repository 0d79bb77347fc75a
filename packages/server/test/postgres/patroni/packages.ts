import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"

/**
 * Unpacks Debian packages into a folder, without installing them: nothing on the machine changes, and no service starts.
 * Throws when apt-get cannot fetch them.
 */
export const unpack = (names: readonly string[], folder: string): string => {
  const [downloads, root] = [join(folder, "packages"), join(folder, "root")]
  for (const path of [downloads, root]) mkdirSync(path, { recursive: true })
  execFileSync("apt-get", ["download", "-q", ...names], { cwd: downloads, stdio: ["ignore", "ignore", "pipe"] })
  for (const file of readdirSync(downloads)) execFileSync("dpkg", ["-x", join(downloads, file), root])
  return root
}

/** Where shared libraries of unpacked packages lie */
export const libraries = (root: string): string => join(root, "usr/lib", `${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`)

/** Patroni 3 with what it needs to speak to etcd 3, beside Debian's own Python. */
export const PATRONI = [
  "patroni", "etcd-server", "libpq5", "python3-click", "python3-cdiff", "python3-dateutil", "python3-dnspython", "python3-etcd", "python3-prettytable",
  "python3-psutil", "python3-psycopg2", "python3-six", "python3-urllib3", "python3-wcwidth", "python3-yaml",
]

import { createServer } from "node:net"

/** Debian's `nobody`: neither PostgreSQL nor PgBouncer runs as root. */
export const NOBODY = 65_534

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))))
    })
  })

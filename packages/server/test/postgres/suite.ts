import { afterAll, beforeAll, describe } from "vitest"
import { findPostgres, startCluster, type Cluster } from "./cluster.ts"

/** Tests on a real PostgreSQL. Where there is none they are skipped and say why; they never pass unrun. */
export const onPostgres = (name: string, options: { durable: boolean }, tests: (cluster: () => Cluster) => void): void => {
  const bin = findPostgres()
  if (bin === undefined) {
    describe.skip(`${name} (not run: no PostgreSQL here; Debian: apt-get install postgresql)`, () => tests(() => missing()))
    return
  }
  describe(name, () => {
    let cluster: Cluster | undefined
    beforeAll(async () => {
      cluster = await startCluster(bin, options)
    })
    afterAll(() => cluster?.stop())
    tests(() => cluster ?? missing())
  })
}
const missing = (): never => {
  throw new Error("PostgreSQL was not started")
}

import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { storeContract } from "../store/contract.ts"
import type { Harness } from "../store/queue-model.ts"
import { onPostgres } from "./suite.ts"

onPostgres("the store on PostgreSQL", { durable: false }, (cluster) => {
  const open = async (): Promise<Harness> => {
    const url = await cluster().create()
    const harness: Harness = {
      store: await openPostgresStore(url, "production"),
      restart: async () => {
        await harness.store.close()
        harness.store = await openPostgresStore(url, "production")
      },
      close: async () => {
        await harness.store.close()
        await cluster().drop(url)
      },
      // Other processes may hold them: a lease of the dead has to run out.
      releasesAtStart: false,
    }
    return harness
  }
  storeContract("PostgreSQL", open, { models: 15, steps: 30 })
})

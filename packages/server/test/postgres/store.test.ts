import { expect, it } from "vitest"
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
  it("processes that start together on an empty database wait for each other", async () => {
    const url = await cluster().create()
    const stores = await Promise.all(Array.from({ length: 8 }, () => openPostgresStore(url, "production")))
    await Promise.all(stores.map((store) => store.close()))
    await expect(openPostgresStore(url, "staging")).rejects.toThrow('belongs to the environment "production"')
    await cluster().drop(url)
  })

  storeContract("PostgreSQL", open, { models: 15, steps: 30 })
})

import { expect, it } from "vitest"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { storeContract } from "../store/contract.ts"
import type { Harness } from "../store/queue-model.ts"
import { newEvent } from "../store/events.ts"
import { onPostgres } from "./suite.ts"

onPostgres("the store on PostgreSQL", { durable: false }, (cluster) => {
  const open = async (): Promise<Harness> => {
    const url = await cluster().create()
    const harness: Harness = {
      store: await openPostgresStore(url, "production", { node: "one", now: 1_000 }),
      restart: async (now) => {
        await harness.store.close()
        harness.store = await openPostgresStore(url, "production", { node: "one", now })
      },
      close: async () => {
        await harness.store.close()
        await cluster().drop(url)
      },
      // Its own; those of another node have to run out.
      releasesAtStart: true,
    }
    return harness
  }
  it("processes that start together on an empty database wait for each other", async () => {
    const url = await cluster().create()
    const stores = await Promise.all(Array.from({ length: 8 }, () => openPostgresStore(url, "production", { node: "one", now: 1_000 })))
    await Promise.all(stores.map((store) => store.close()))
    await expect(openPostgresStore(url, "staging", { node: "two", now: 1_000 })).rejects.toThrow('belongs to the environment "production"')
    await cluster().drop(url)
  })

  it("a node that starts again gives back what it held, and nothing of the others", async () => {
    const url = await cluster().create()
    const [one, two] = await Promise.all(["one", "two"].map((node) => openPostgresStore(url, "production", { node, now: 0 })))
    await one?.append({ events: ["a", "b"].map((id) => newEvent(id, 0, [{ destination: "crm", state: "pending", dueAt: 0 }])), quarantined: [] })
    const claim = { destination: "crm", now: 0, leaseUntil: 90_000, limit: 1 }
    const held = [await one?.claim(claim), await two?.claim(claim)].map((claims) => claims?.claimed[0]?.event.id)
    await one?.close()
    const again = await openPostgresStore(url, "production", { node: "one", now: 10 })
    expect((await again.claim({ ...claim, now: 10, limit: 9 })).claimed.map(({ event }) => event.id)).toEqual([held[0]])
    await Promise.all([again.close(), two?.close()])
    await cluster().drop(url)
  })

  it("a turn is one node's until it ends or is given up", async () => {
    const url = await cluster().create()
    const [one, two] = await Promise.all(["one", "two"].map((node) => openPostgresStore(url, "production", { node, now: 0 })))
    const turn = (now: number) => ({ task: "watch", now, until: now + 100 })
    expect(await one?.takeTurn(turn(0))).toBe(true)
    expect(await two?.takeTurn(turn(50))).toBe(false)
    expect(await one?.takeTurn(turn(60))).toBe(true)
    expect(await two?.takeTurn(turn(150))).toBe(false)
    expect(await two?.takeTurn(turn(161))).toBe(true)
    expect(await one?.takeTurn(turn(170))).toBe(false)
    await Promise.all([one?.close(), two?.close()])
    await cluster().drop(url)
  })

  storeContract("PostgreSQL", open, { models: 15, steps: 30 })
})

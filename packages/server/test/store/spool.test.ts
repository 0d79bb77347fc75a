import { existsSync } from "node:fs"
import { join } from "node:path"
import { Fault } from "@tagwright/formats"
import { expect, it, onTestFinished } from "vitest"
import { systemClock } from "../../src/clock.ts"
import type { Store } from "../../src/store/port.ts"
import { openSpool } from "../../src/store/spool/spool.ts"
import { spoolingStore } from "../../src/store/spool/spooling-store.ts"
import { openSqliteStore } from "../../src/store/sqlite/store.ts"
import { dataFolder, until } from "../helpers/server.ts"
import { newEvent } from "./events.ts"

const isAway = new Fault("machine", "away", "wait")
/** Longer than the spool waits; in the end every connection gives up. */
const ANSWERLESS_MS = 3_000
type Condition = "there" | "away" | "silent"

/** A store behind a line that can be cut or fall silent; what reaches it, in order; and the spool before it. */
const installation = async () => {
  const folder = join(dataFolder(), "spool")
  const real = await openSqliteStore(dataFolder(), "production", Date.now())
  let condition: Condition = "there"
  const reached: string[] = []
  const line = async <T>(work: () => Promise<T>): Promise<T> => (condition === "there" ? work() : condition === "away" ? Promise.reject(isAway) : new Promise<T>((_, reject) => setTimeout(reject, ANSWERLESS_MS, isAway)))
  const shared: Store = {
    ...real,
    append: (batch: Parameters<Store["append"]>[0]) => line(() => (reached.push(...batch.events.map(({ id }) => id)), real.append(batch))),
    probe: (now: number) => line(() => real.probe(now)),
    depth: () => line(() => real.depth()),
  }
  let diskIsFull = false
  const open = async (): Promise<Store> => {
    const local = await openSqliteStore(folder, "production", Date.now())
    const full = () => Promise.reject(new Fault("machine", "the disk is full", "free some"))
    return {
      ...local,
      storeWebhook: (input: Parameters<Store["storeWebhook"]>[0]) => (diskIsFull ? full() : local.storeWebhook(input)),
      takeWebhooks: (input: Parameters<Store["takeWebhooks"]>[0]) => (diskIsFull && existsSync(join(folder, "reserve")) ? full() : local.takeWebhooks(input)),
      get broken() {
        return diskIsFull ? "full" : undefined
      },
    }
  }
  const spool = await openSpool(folder, open, Date.now)
  const store = spoolingStore(shared, spool, systemClock, true)
  onTestFinished(store.close)
  return { store, spool, reached, is: (now: Condition) => void (condition = now), fillDisk: (full: boolean) => void (diskIsFull = full), send: (id: string) => store.append({ events: [newEvent(id, Date.now())], quarantined: [] }) }
}

it("under a load that never ends, what was kept is forwarded in its order, and then calls go straight to the database again", async () => {
  const { spool, reached, is, send } = await installation()
  is("away")
  const sent: string[] = []
  let over = false
  const isOver = (): boolean => over
  const load = async (): Promise<void> => {
    while (!isOver()) {
      const id = `e${sent.length}`
      await send(id)
      sent.push(id)
    }
  }
  const loading = load()
  await until(() => spool.depth, (depth) => depth > 20)
  is("there")
  await until(() => spool.depth, (depth) => depth === 0)
  const kept = sent.length
  await until(() => sent.length, (count) => count > kept + 50)
  expect(spool.depth, "nothing is kept any more").toBe(0)
  over = true
  await loading
  expect(reached).toEqual(sent)
})

it("a database that is silent counts as away before the sender gives up; readiness and figures do not wait for it", async () => {
  const { store, spool, is, send } = await installation()
  is("silent")
  expect(await send("a")).toEqual(["accepted"])
  expect(spool.depth).toBe(1)
  const asked = performance.now()
  await store.probe(Date.now())
  expect(performance.now() - asked).toBeLessThan(1_000)
  await expect(store.depth()).rejects.toThrow("does not answer")
})

it("a spool that filled its disk refuses, forwards from the room it had set aside, and then is as new", async () => {
  const { store, spool, reached, is, send, fillDisk } = await installation()
  is("away")
  await send("a")
  fillDisk(true)
  await expect(send("b")).rejects.toThrow("the disk is full")
  expect(store.broken).toBeDefined()
  is("there")
  await until(() => reached, (ids) => ids.length === 1)
  fillDisk(false)
  await until(() => store.broken, (broken) => broken === undefined)
  await send("c")
  is("away")
  await until(() => send("d").then(() => spool.depth, () => 0), (depth) => depth > 0)
  expect(reached).toEqual(["a", "c"])
})

import { connect, createServer, type Socket } from "node:net"
import { describe, expect, it, onTestFinished } from "vitest"
import { examples } from "../../src/destinations/examples.ts"
import type { AnyExample } from "../../src/destinations/example.ts"
import { connectExample, inputOf } from "./world.ts"

/** Stands before a vendor. What it has let go stale, it resets at the next byte, as a balancer does with a connection that was idle for too long. */
const startBalancer = async () => {
  let port = 0
  const open = new Set<Socket>()
  const stale = new WeakSet<Socket>()
  let resets = 0
  const server = createServer((client) => {
    const vendor = connect(port, "127.0.0.1")
    open.add(client)
    client.on("close", () => (open.delete(client), vendor.destroy()))
    vendor.on("close", () => client.destroy())
    for (const one of [client, vendor]) one.on("error", () => undefined)
    vendor.pipe(client)
    client.on("data", (bytes) => {
      if (!stale.has(client)) return void vendor.write(bytes)
      resets += 1
      client.resetAndDestroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    for (const client of open) client.destroy()
    server.close()
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`,
    before: (url: string) => void (port = Number(new URL(url).port)),
    letGoStale: () => {
      for (const client of open) stale.add(client)
      return open.size
    },
    resets: () => resets,
  }
}

const kept: readonly (AnyExample | undefined)[] = [examples.hubspot[0], examples.mailerlite[0], examples.pipedrive[0]]
describe.each(kept.flatMap((example) => (example === undefined ? [] : [{ type: example.in.destination.type, example }])))("T4 connections to $type that were kept and closed over there", ({ type, example }) => {
  it("are no failure of the vendor: the delivery goes out again at once", async () => {
    const balancer = await startBalancer()
    const { sender, standIns } = await connectExample(example, { url: balancer.url })
    balancer.before(standIns.urls[type === "hubspot" || type === "mailerlite" ? type : "pipedrive"])
    // As many at once as the queue sends: each leaves a connection behind.
    const together = () => Promise.all(Array.from({ length: type === "hubspot" ? 4 : 1 }, (_, index) => sender.deliver(inputOf(example, { id: `event-${index}` }))))
    expect((await together()).map(({ kind }) => kind)).not.toContain("retry")
    expect(balancer.letGoStale()).toBeGreaterThan(0)
    expect(new Set((await together()).map(({ kind }) => kind))).toEqual(new Set(["delivered"]))
    expect(balancer.resets()).toBeGreaterThan(0)
  })
})

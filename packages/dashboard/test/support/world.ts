import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { compileWithoutKit } from "@tagwright/compiler"
import { bundlePaths, type ServerPlan } from "@tagwright/formats"
import { startServer, type Clock, type Documents, type OidcOptions, type RunningServer, type ServerOptions } from "@tagwright/server"
import { startStandIns, type StandIns, type StandInsOptions } from "@tagwright/stand-ins"
import { dashboardAssets } from "../../src/index.ts"

const studio = fileURLToPath(new URL("../../../../examples/studio/", import.meta.url))
export const TOKEN = "a-token-of-the-environment"
const SECRETS: Record<string, string> = {
  GA4_API_SECRET: "ga4-secret",
  META_TOKEN: "meta-token",
  HUBSPOT_TOKEN: "hubspot-token",
  MAILERLITE_TOKEN: "mailerlite-token",
  STRIPE_WEBHOOK_SECRET: "whsec_test_secret",
  STRIPE_API_KEY: "sk_test_stand_in",
}

/** A clock that a test turns back and forth; waits pass in real time. */
export interface TestClock extends Clock {
  set(at: number): void
  /** Ends all waits of this length now */
  end(ms: number): void
}
const createClock = (): TestClock => {
  let offset = 0
  const waits = new Set<{ ms: number; end(): void }>()
  return {
    now: () => Date.now() + offset,
    after: (ms, run) => {
      const stop = (): void => {
        clearTimeout(timer)
        waits.delete(wait)
      }
      const wait = { ms, end: () => (stop(), run()) }
      const timer = setTimeout(wait.end, Math.min(Math.max(ms, 0), 2_147_483_647))
      waits.add(wait)
      return stop
    },
    set: (at) => void (offset = at - Date.now()),
    end: (ms) => [...waits].filter((wait) => wait.ms === ms).forEach((wait) => wait.end()),
  }
}

export interface World {
  server: RunningServer
  standIns: StandIns
  clock: TestClock
  /** Changes a secret the server reads at its next attempt */
  setSecret(name: string, value: string | undefined): void
  collect(batch: object): Promise<void>
  /** As the command line asks: with the token of the environment */
  ask(path: string): Promise<unknown>
  tell(path: string, body: object): Promise<unknown>
  close(): Promise<void>
}

export const serverPlan = async (): Promise<ServerPlan> => {
  const { files } = await compileWithoutKit(join(studio, "tagwright.plan.ts"))
  const plan: ServerPlan = JSON.parse(files?.get(bundlePaths.serverPlan) ?? "null")
  return plan
}

/** The example site's server with its dashboard, and the vendors played by stand-ins. */
export const startWorld = async ({ documents, oidc, ...options }: Partial<ServerOptions> & { documents?: Documents; oidc?: OidcOptions } = {}): Promise<World> => {
  const clock = createClock()
  const data = mkdtempSync(join(tmpdir(), "tagwright-dashboard-"))
  const secrets = { ...SECRETS }
  const { stripe, ...vendors }: { stripe: { links: StandInsOptions["links"] } } & Pick<StandInsOptions, "mailerlite" | "hubspot"> = JSON.parse(readFileSync(join(studio, "stand-ins.json"), "utf8"))
  let server: RunningServer | undefined
  const standIns = await startStandIns({
    ...vendors,
    links: stripe.links,
    webhookUrl: () => server && `${server.url}/webhooks/stripe`,
    webhookSecret: SECRETS["STRIPE_WEBHOOK_SECRET"] ?? "",
    siteUrl: "https://northlight.example",
    // Play money does not count in production: these buyers pay for real, as far as anybody can tell.
    livemode: true,
    clock: clock.now,
  })
  const { ga4, meta, hubspot, mailerlite, stripe: stripeUrl } = standIns.urls
  const running = await startServer({
    plan: await serverPlan(),
    environment: "production",
    data,
    secrets: (name) => secrets[name],
    vendors: { ga4, meta, hubspot, mailerlite, stripe: stripeUrl },
    adminToken: TOKEN,
    allowPrivateAddresses: true,
    retryWaitsMs: [20, 40],
    clock,
    dashboard: { assets: dashboardAssets, documents, oidc, passwordLogN: 10 },
    ...options,
  })
  server = running
  const authorization = `Bearer ${TOKEN}`
  return {
    server: running,
    standIns,
    clock,
    setSecret: (name, value) => {
      if (value === undefined) delete secrets[name]
      else secrets[name] = value
    },
    collect: async (batch) => {
      const answer = await fetch(`${running.url}/collect`, { method: "POST", body: JSON.stringify(batch) })
      if (!answer.ok) throw new Error(`/collect answered ${answer.status}`)
    },
    ask: async (path) => (await fetch(`${running.url}/ops/api/${path}`, { headers: { authorization } })).json(),
    tell: async (path, body) => (await fetch(`${running.url}/ops/api/${path}`, { method: "POST", headers: { authorization }, body: JSON.stringify(body) })).json(),
    close: async () => {
      await running.close()
      await standIns.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** A port that nobody has right now: for addresses that must be known before the server starts. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

const POLL_MS = 20
/** Bounds a failing test only: a busy machine is fifteen times slower than a free one. */
const LONGEST_MS = 40_000
/** Waits for a condition; fails with what was last seen. */
export const until = async <T>(look: () => Promise<T> | T, holds: (value: T) => boolean, withinMs = LONGEST_MS): Promise<T> => {
  const end = Date.now() + withinMs
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms in vain; last seen: ${JSON.stringify(value)?.slice(0, 1000)}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

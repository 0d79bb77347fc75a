import { bundlePaths, Fault, type AlertsAnswer, type AlertView, type Bundle, type ResolvedPlan } from "@tagwright/formats"
import { startStandIns, type StandIns } from "@tagwright/stand-ins"
import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Io, Main } from "../command.ts"
import { opsClient } from "../ops/client.ts"
import { startServerProcess, type ServerProcess } from "../world/server-process.ts"
import { destinationSecrets, vendorSettings, vendorUrls } from "../world/vendors.ts"
import { writeBundle } from "../write-bundle.ts"

export interface DrillWorld {
  /** Scratch folder; everything of the copy stands in it */
  folder: string
  bundleDir: string
  plan: ResolvedPlan
  bundle: Bundle
  environment: string
  /** Name of a webhook of Stripe in the plan */
  webhook: string | undefined
  standIns: StandIns
  url(): string
  token: string
  data: string
  /** Values for the `$NAME`s of the runbook */
  values: Map<string, string>
  /** Run when the drill is over */
  cleanups: (() => Promise<void>)[]
  /** Things that steps leave for each other */
  notes: Map<string, string>
  stop(): Promise<void>
  /** Starts it again on the same data; `without`: variables that are not set */
  start(without?: readonly string[]): Promise<void>
  /** A command line of ours, run against the copy */
  cli(...argv: string[]): Promise<{ code: number; out: string; err: string }>
  get(path: string): Promise<unknown>
  collect(events: readonly { name: string; params?: Record<string, unknown>; url?: string }[], leadId?: string): Promise<void>
  /** A signed message of Stripe: somebody paid. Answers the status. */
  pay(session: string, leadId?: string): Promise<number>
  /** Looks for silent failures now, and answers the open alerts */
  alerts(): Promise<AlertView[]>
}

const STRIPE_VERSION = "2025-09-30.clover"

/** A copy of the plan's production, on this machine alone: an own database, and stand-ins for every vendor. */
export const startDrillWorld = async (plan: ResolvedPlan, bundle: Bundle, io: Io, main: Main): Promise<DrillWorld & { close(): Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-drill-"))
  const bundleDir = join(folder, ".tagwright", "bundle")
  await writeBundle(bundle, bundleDir)
  const environment = Object.keys(plan.site.environments).find((name) => plan.site.environments[name]?.testMode === false)
  if (environment === undefined) throw new Fault("plan", "the plan has no environment without testMode", "Drills copy production: give the plan one")
  const [webhook] = Object.entries(plan.webhooks).find(([, { type }]) => type === "stripe") ?? []
  const webhookSecret = `whsec_${randomBytes(24).toString("hex")}`
  const standIns = await startStandIns({ links: {}, ...vendorSettings(plan), mailerlite: { groups: Object.values(plan.destinations).flatMap((one) => (one.type === "mailerlite" ? [one.group] : [])) }, webhookSecret, siteUrl: `https://${plan.site.environments[environment]?.hosts[0] ?? "localhost"}` })
  const token = randomBytes(24).toString("hex")
  const data = join(folder, "data")
  const secrets: Record<string, string> = { ...destinationSecrets(plan, standIns), ...Object.fromEntries(Object.values(plan.webhooks).map(({ secret }) => [secret, webhookSecret])) }
  let server: ServerProcess | undefined
  let port = 0
  const url = (): string => server?.url ?? `http://127.0.0.1:${port}`
  const start = async (without: readonly string[] = []): Promise<void> => {
    const env = Object.fromEntries(Object.entries<string>({ ...secrets, ...vendorUrls(standIns) }).filter(([name]) => !without.includes(name)))
    server = await startServerProcess({ plan: join(bundleDir, bundlePaths.serverPlan), environment, data, port, adminToken: token, env })
    port = server.port
  }
  const stop = async (): Promise<void> => {
    await server?.stop()
    server = undefined
  }
  const ask = async (method: "GET" | "POST", path: string): Promise<unknown> => {
    const answer = await fetch(`${url()}${path}`, { method, headers: { authorization: `Bearer ${token}` }, ...(method === "POST" && { body: "{}" }) })
    return answer.json()
  }
  const cli = async (...argv: string[]): Promise<{ code: number; out: string; err: string }> => {
    const said = { out: "", err: "" }
    const own: Io = { ...io, cwd: folder, interactive: false, color: false, env: { ...io.env, TAGWRIGHT_SERVER: url(), TAGWRIGHT_ADMIN_TOKEN: token }, out: (text) => void (said.out += text), err: (text) => void (said.err += text) }
    return { code: await main(argv, own), ...said }
  }
  const cleanups: (() => Promise<void>)[] = []
  const closeAll = async (): Promise<void> => {
    for (const clean of cleanups) await clean()
    await stop()
    await standIns.close()
    rmSync(folder, { recursive: true, force: true })
  }
  await start().catch(async (error: unknown) => {
    await closeAll()
    throw error
  })
  const granted = Object.fromEntries(Object.keys(plan.consent.categories).map((key) => [key, true]))
  return {
    folder,
    bundleDir,
    plan,
    bundle,
    environment,
    webhook,
    standIns,
    url,
    token,
    data,
    values: new Map([["ME", "operator"]]),
    notes: new Map(),
    cleanups,
    start,
    stop,
    cli,
    get: (path) => ask("GET", path),
    collect: async (events, leadId = "drill-lead") => {
      const now = Date.now()
      const body = {
        v: 1,
        sent: now,
        // A browser of its own for each person: one client id would make them one.
        shared: { lead_id: leadId, client_id: `${createHash("sha256").update(leadId).digest().readUInt32BE()}.1700000000`, session_id: "1700000000", consent: granted },
        events: events.map(({ name, params = {}, url: page = "https://drill.example/" }) => ({ id: randomUUID(), name, at: now, page: { url: page }, params })),
      }
      await fetch(`${url()}/collect`, { method: "POST", body: JSON.stringify(body) })
    },
    pay: async (session, leadId = "drill-lead") => {
      const created = Math.floor(Date.now() / 1000)
      const object = { id: session, object: "checkout.session", mode: "payment", payment_status: "paid", payment_intent: `pi_${session}`, invoice: null, customer: `cus_${session}`, client_reference_id: leadId, amount_total: 24_000, currency: "eur", payment_link: "plink_drill", metadata: { lead_id: leadId, item_id: "drill" }, customer_details: { email: "test.person@example.org", name: "Test Person" } }
      const body = JSON.stringify({ id: `evt_${session}`, object: "event", api_version: STRIPE_VERSION, created, type: "checkout.session.completed", data: { object } })
      const signature = createHmac("sha256", webhookSecret).update(`${created}.${body}`).digest("hex")
      const answer = await fetch(`${url()}/webhooks/${webhook ?? ""}`, { method: "POST", headers: { "stripe-signature": `t=${created},v1=${signature}` }, body })
      return answer.status
    },
    alerts: async () => {
      await ask("POST", "/ops/api/watch")
      return (await opsClient({ ...io, env: { TAGWRIGHT_ADMIN_TOKEN: token } }, url()).as<AlertsAnswer>("/ops/api/alerts?state=open")).alerts
    },
    close: closeAll,
  }
}

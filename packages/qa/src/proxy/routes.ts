import type { CollectAnswer, CollectBatch, QaPlan } from "@tagwright/formats"
import { allowScript, injectFirst } from "../page/inject.ts"
import { ownerOf, payHosts } from "../record/parties.ts"
import { isObject } from "../record/violations.ts"
import { vendorAnswer, type Answer, type Answerer, type Ask } from "./answer.ts"
import { forwardTo } from "./forward.ts"
import { folderSite } from "./site.ts"

export interface RouteOptions {
  plan: QaPlan
  environment: string
  siteHost: string
  /** `base`: the path the folder stands under, where the site was built for one */
  site: { folder: string; base?: string } | { url: string }
  /** The runtime with its container, answered for `gtm.js`; by container id, or for any id */
  gtm: { script: string; id: string | "any" }
  /** Undefined: `/collect` is accepted here and goes nowhere */
  serverUrl?: string
  payUrl?: string
  /** Put before every script of every page, where the browser has no way to do it itself */
  inject?: () => string
  /** Something of ours is broken on purpose (T5) */
  broken?: {
    kit?: boolean
    /** Not answered, or answered with a script that throws at once */
    gtm?: boolean | "throws"
    server?: "down" | "slow"
    vendors?: boolean
    siteScripts?: boolean
    /** Pages come with a policy that lets in nothing but the site's own */
    policy?: boolean
  }
  /** Waits before a script of the site is answered */
  hold?: () => Promise<void>
}

const jsonHeaders = { "content-type": "application/json" }

const isBatch = (value: unknown): value is CollectBatch => isObject(value) && Array.isArray(value["events"])

/** Takes every event, as a healthy server would, and forgets it. */
const sink: Answerer = (ask) => {
  const batch: unknown = ask.body.length === 0 ? undefined : JSON.parse(ask.body.toString("utf8"))
  const answer: CollectAnswer = { results: isBatch(batch) ? batch.events.map((event) => ({ id: event.id, verdict: "accepted" as const })) : [] }
  return { status: 200, headers: jsonHeaders, body: JSON.stringify(answer) }
}

/** Longer than anybody waits for a click, shorter than a browser gives a beacon. */
const slowMs = 1_500
const slowly =
  (answer: Answerer): Answerer =>
  async (ask) => {
    await new Promise((resolve) => setTimeout(resolve, slowMs))
    return answer(ask)
  }

/** The site's own scripts, in the page too, and its own connections: what a policy looks like that nobody has opened for tracking yet. */
const ownOnly = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'"
const withPolicy = (answer: Answer): Answer => (answer === "drop" || !isHtml(answer) ? answer : { ...answer, headers: { ...answer.headers, "content-security-policy": ownOnly } })

const isHtml = (answer: Answer): boolean => answer !== "drop" && String(answer.headers?.["content-type"] ?? "").includes("text/html")

/** A redirect of the program behind the site must stay on the site's own host. */
const ownRedirects = (base: string, origin: string, answer: Answer): Answer => {
  const location = answer === "drop" ? undefined : answer.headers?.["location"]
  if (answer === "drop" || typeof location !== "string") return answer
  const root = new URL(base).origin
  return location.startsWith(root) ? { ...answer, headers: { ...answer.headers, location: origin + location.slice(root.length) } } : answer
}

/** The site's policy, with the injected script allowed; nothing else of it is loosened. */
const allowIn = (headers: Exclude<Answer, "drop">["headers"], inject: string) =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, /^content-security-policy(-report-only)?$/i.test(name) ? [value].flat().map((policy) => allowScript(policy, inject)) : value]))

const kitPath = /\/tagwright\/kit(\.[\w-]+)?\.js$/

const siteAnswerer = (options: RouteOptions): Answerer => {
  const { site, siteHost, inject, broken, hold } = options
  const source = "folder" in site ? folderSite(site.folder, site.base) : async (ask: Ask) => ownRedirects(site.url, `https://${siteHost}`, await forwardTo(site.url)(ask))
  return async (ask) => {
    const isKit = kitPath.test(ask.url.pathname)
    if (broken?.kit === true && isKit) return { status: 404, body: "" }
    if (broken?.siteScripts === true && !isKit && /\.m?js$/.test(ask.url.pathname)) return "drop"
    if (!isKit && /\.m?js$/.test(ask.url.pathname)) await hold?.()
    const answer = broken?.policy === true ? withPolicy(await source(ask)) : await source(ask)
    if (inject === undefined || answer === "drop" || !isHtml(answer)) return answer
    const script = inject()
    return { ...answer, headers: allowIn(answer.headers, script), body: injectFirst(String(answer.body ?? ""), script) }
  }
}

const gtmAnswerer = ({ gtm, broken }: RouteOptions): Answerer => (ask) => {
  if (broken?.gtm === true) return "drop"
  if (broken?.gtm === "throws") return { status: 200, headers: { "content-type": "text/javascript" }, body: 'throw new Error("planted: the container does not run")' }
  const asked = ask.url.searchParams.get("id")
  const isOurs = ask.url.pathname === "/gtm.js" && (gtm.id === "any" || asked === gtm.id)
  return { status: 200, headers: { "content-type": "text/javascript" }, body: isOurs ? gtm.script : "" }
}

/**
 * Who answers what. Nothing leaves the machine: the site, our server and the payment stand-in are local programs, Google and
 * the plan's vendors are answered here, and every other host gets no answer at all.
 */
export const routes = (options: RouteOptions): Answerer => {
  const { plan, environment, siteHost, serverUrl, payUrl, broken } = options
  const prefix = new URL(plan.site.environments[environment]?.server ?? "/t", `https://${siteHost}`).pathname.replace(/\/$/, "")
  const site = siteAnswerer(options)
  const gtm = gtmAnswerer(options)
  const healthy = serverUrl === undefined ? sink : forwardTo(serverUrl, prefix)
  const collect: Answerer = broken?.server === "down" ? () => "drop" : broken?.server === "slow" ? slowly(healthy) : healthy
  const pay = payUrl === undefined ? undefined : forwardTo(payUrl)
  return (ask) => {
    const owner = ownerOf(plan, environment, siteHost, ask.url)
    if (owner.party === "collect") return collect(ask)
    if (owner.party === "site") return site(ask)
    if (owner.party === "gtm") return gtm(ask)
    if (pay !== undefined && payHosts.includes(ask.url.hostname)) return pay(ask)
    return owner.party === "vendor" && broken?.vendors !== true ? vendorAnswer(ask) : "drop"
  }
}

import { randomBytes } from "node:crypto"
import { createEvidence } from "@tagwright/evidence"
import { digestOf, type ContainerExport, type EvidenceRecord, type PageRecord } from "@tagwright/formats"
import { gtmJs } from "@tagwright/gtm"
import { startChromium } from "../browser/chromium.ts"
import { crawl } from "../coverage/crawl.ts"
import { choose, observeBanner } from "../journey/banner.ts"
import { choiceOf } from "../journey/choice.ts"
import { consentAt, writePushes, writeStorage } from "../journey/journey.ts"
import { settle } from "../journey/settle.ts"
import { setChoice, whereOf, type Walk } from "../journey/walk.ts"
import { limits } from "../limits.ts"
import { progressOf, type Progress } from "../progress.ts"
import { createAuthority } from "../proxy/certificate.ts"
import type { Seen } from "../proxy/proxy.ts"
import { hiding } from "../record/hiding.ts"
import { requestRecords } from "../record/requests.ts"
import type { Sink } from "../record/sink.ts"
import { withVisitor } from "../visitor.ts"
import { checkSite } from "../world.ts"
import { blankPlan, surveyEnvironment } from "./blank-plan.ts"
import { guessBanner } from "./guess-banner.ts"
import { lookAtSite } from "./site.ts"
import { summarizeSurvey, type SurveySummary } from "./summary.ts"

export interface SurveyOptions {
  site: { folder: string } | { url: string }
  /** An export to run for whatever container the site asks for */
  container?: ContainerExport
  /** The evidence folder; replaced when the survey is complete */
  out: string
  onProgress?: (progress: Progress) => void
}

export interface SurveyResult {
  evidence: string
  digest: string
  summary: SurveySummary
}

const journey = "every page"
/** The first look, before any choice; the pages follow. */
const firstLook = 0

const sameRequest = ({ method, url, body }: Seen): string => `${method} ${url.href} ${body}`

const writeRequests = (walk: Walk, step: number, sink: Sink): void => {
  const host = new URL(walk.origin).host
  const once = [...new Map(walk.proxy.seen.filter((one) => one.step === step).map((one) => [sameRequest(one), one])).values()]
  for (const seen of once.slice(0, limits.requestsOfPage))
    for (const record of requestRecords(walk.plan, walk.environment, host, whereOf(walk, step), seen)) {
      sink.write(record)
      for (const found of walk.search.request(whereOf(walk, step), record, seen)) sink.write(found)
    }
}

/** Everything that was seen while a page was open, in the shape of a step. */
const writePage = async (walk: Walk, step: number, title: string, page: Pick<PageRecord, "outcome" | "reason" | "path">, sink: Sink): Promise<void> => {
  const screenshot = `screenshots/survey/${String(step).padStart(3, "0")}.jpg`
  const image = await walk.tab.screenshot().catch(() => undefined)
  if (image !== undefined) sink.attach(screenshot, image)
  await writeStorage(walk, step, sink).catch(() => undefined)
  sink.write({
    kind: "step",
    ...whereOf(walk, step),
    title,
    outcome: page.outcome === "walked" ? "done" : "failed",
    ...(page.reason === undefined ? {} : { reason: page.reason }),
    url: page.path,
    consent: consentAt(walk.proxy.notes),
    ...(walk.choice === undefined ? {} : { choice: walk.choice }),
    ...(image === undefined ? {} : { screenshot }),
  })
  writePushes(walk, step, sink)
  writeRequests(walk, step, sink)
}

/** Looks at the first page as a stranger does, then accepts whatever banner there is. The name of the consent tool, where there is one. */
const enter = async (walk: Walk, start: string, sink: Sink): Promise<string | undefined> => {
  walk.proxy.mark({ step: firstLook })
  await walk.tab.goto(walk.origin + start)
  await settle(walk.tab, walk.proxy, limits.coverageSettleMs)
  const banner = await guessBanner(walk.tab)
  if (banner !== undefined) walk.controls = banner.controls
  if (banner !== undefined) sink.write(await observeBanner(walk, walk.controls, whereOf(walk, firstLook)))
  await writePage(walk, firstLook, `Before any choice: ${start}`, { outcome: "walked", path: start }, sink)
  const choice = choiceOf(walk.plan, "all")
  if (banner !== undefined) await choose(walk, walk.controls, choice, [], () => setChoice(walk, firstLook + 1, choice)).catch(() => undefined)
  await settle(walk.tab, walk.proxy, limits.coverageSettleMs)
  return banner?.cmp
}

const runRecord = (host: string, browser: { name: string; version: string }, container: ContainerExport | undefined): EvidenceRecord => ({
  kind: "run",
  version: 1,
  bundleDigest: blankPlan(host).planDigest,
  planDigest: blankPlan(host).planDigest,
  environment: surveyEnvironment,
  browser: { name: browser.name, version: browser.version },
  container: { source: "given", digest: digestOf(container ?? null), publicId: container?.containerVersion.container?.publicId ?? "none" },
  scenarios: ["all"],
  survey: true,
  volatile: { at: Date.now() },
})

/**
 * Looks at a site that has no plan: every page, every element, every request, cookie and push, before and after accepting
 * whatever banner is there. Collects only. Throws a Fault when the site or the browser cannot be started.
 */
export const surveySite = async ({ site: given, container, out, onProgress }: SurveyOptions): Promise<SurveyResult> => {
  const startedAt = Date.now()
  await checkSite(given)
  const { site, host, start } = await lookAtSite(given)
  const authority = await createAuthority()
  const browser = await startChromium(authority.spki)
  const evidence = createEvidence(out)
  const records: EvidenceRecord[] = []
  const sink: Sink = { write: (record) => void (records.push(record), evidence.write(record)), attach: evidence.attach }
  try {
    sink.write(runRecord(host, browser, container))
    const gtm = { script: container === undefined ? "" : await gtmJs(container), id: "any" }
    const stage = { plan: blankPlan(host), environment: surveyEnvironment, siteHost: host, site, gtm, browser, authority, server: undefined, standIns: undefined, salt: randomBytes(16).toString("hex") }
    const seen = await withVisitor(stage, { scenario: "all", journey, apart: true }, async (walk) => {
      let cmp: string | undefined
      const safe = hiding(walk, sink)
      await crawl(walk, {
        site,
        sink: safe,
        start,
        today: new Date().toISOString().slice(0, 10),
        firstStep: firstLook + 1,
        enter: async (visitor) => void (cmp = await enter(visitor, start, safe)),
        afterPage: async (step, page, leads) => {
          if (page.outcome === "redirected" || page.outcome === "not a page") return
          for (const address of leads) for (const found of walk.search.address(whereOf(walk, step), address)) safe.write(found)
          await writePage(walk, step, `Page ${page.path}`, page, safe)
        },
        ...(onProgress === undefined ? {} : { onPage: pageProgress(onProgress, startedAt) }),
      })
      return { cmp, notes: walk.proxy.notes }
    })
    const digest = await evidence.seal()
    return { evidence: out, digest, summary: summarizeSurvey(records, seen, Math.round((Date.now() - startedAt) / 1000)) }
  } catch (error) {
    evidence.abandon()
    throw error
  } finally {
    await browser.close()
  }
}

/** The number of pages grows while they are found: the time left is of the pages known by now. */
const pageProgress = (tell: (progress: Progress) => void, startedAt: number) => (done: number, total: number): void =>
  progressOf(total, tell, undefined, { done: done - 1, startedAt }).tell(`page ${done} of ${total}`)

import type { ElementRecord, PageRecord, QaPlan } from "@tagwright/formats"
import { redact, scan } from "@tagwright/privacy"
import { choose } from "../journey/banner.ts"
import { choiceOf } from "../journey/choice.ts"
import { comes, settle } from "../journey/settle.ts"
import { setChoice, type Walk } from "../journey/walk.ts"
import { limits } from "../limits.ts"
import type { RouteOptions } from "../proxy/routes.ts"
import type { Sink } from "../record/sink.ts"
import { sureEnough } from "../record/personal.ts"
import { linksIn, ownPaths, pageQueue, pagesOfFolder } from "./pages.ts"
import { drawMarks } from "./picture.ts"
import { provePage, type Proof, type Proven } from "./prove.ts"
import { suggestionFor } from "./suggest.ts"
import { arrive } from "./arrive.ts"
import { late, replaceTab, within } from "./within.ts"

export interface CrawlOptions {
  site: RouteOptions["site"]
  sink: Sink
  /** YYYY-MM-DD: waivers that end before it excuse nothing */
  today: string
  /** Where the walk begins; default: `/` */
  start?: string
  /** How the visitor comes in; default: accepts everything, where the plan's banner shows */
  enter?: (walk: Walk) => Promise<void>
  /** The step of the first page; what is seen there is marked with it */
  firstStep?: number
  onPage?: (done: number, total: number) => void
  /** Called while the page is still open, with where its elements wanted to lead */
  afterPage?: (step: number, page: PageRecord, leads: readonly string[]) => Promise<void>
}

const pageName = (plan: QaPlan, path: string): string => Object.entries(plan.pages).find(([, page]) => page.path === path)?.[0] ?? path

/** Waivers are good until their day; later they excuse nothing. */
const liveWaivers = (plan: QaPlan, page: string, today: string) => plan.waivers.filter((waiver) => waiver.expires >= today && (waiver.page === undefined || waiver.page === page))

/** A link's text may be somebody's address or number: its kind is written down, not its value. */
const withSafeLabel = (one: Proven): Proven => ({ ...one, label: redact(one.label, scan(one.label, { minConfidence: sureEnough })) })

const recordsOf = (page: string, proven: readonly Proven[], waivers: readonly QaPlan["waivers"][number][]): ElementRecord[] => {
  let number = 0
  return proven.map(withSafeLabel).map((one) => {
    const waiver = one.waiver === undefined ? undefined : waivers[one.waiver]
    const isOpen = one.measuredBy === undefined && one.waiver === undefined
    return {
      kind: "element",
      page,
      ...(one.section === undefined ? {} : { section: one.section }),
      selector: one.selector,
      role: one.role,
      label: one.label,
      ...(one.measuredBy === undefined ? {} : { measuredBy: one.measuredBy }),
      ...(waiver === undefined ? {} : { waiver: waiver.reason, waiverOwner: waiver.owner, waiverExpires: waiver.expires }),
      ...(isOpen ? { number: ++number, suggestion: suggestionFor(one) } : {}),
    }
  })
}

const acceptAll = async (walk: Walk, start: string): Promise<void> => {
  await walk.tab.goto(walk.origin + start)
  await settle(walk.tab, walk.proxy, limits.coverageSettleMs)
  if (!(await comes(walk, walk.controls.banner))) return
  const choice = choiceOf(walk.plan, "all")
  await choose(walk, walk.controls, choice, [], () => setChoice(walk, -1, choice)).catch(() => undefined)
  await settle(walk.tab, walk.proxy, limits.coverageSettleMs)
}

const fileName = (at: number, path: string): string => `coverage/${String(at).padStart(3, "0")}${path.replaceAll(/[^a-z0-9]+/gi, "-").replace(/-+$/, "").slice(0, 60)}.jpg`

/** The whole page with a numbered frame round whatever is neither measured nor excused; undefined when there is nothing to mark. */
const picture = async (walk: Walk, path: string, elements: readonly ElementRecord[]): Promise<Uint8Array | undefined> => {
  const marks = elements.flatMap(({ selector, number }) => (number === undefined ? [] : [{ selector, number }]))
  if (marks.length === 0) return undefined
  await walk.tab.goto(walk.origin + path)
  await settle(walk.tab, walk.proxy, limits.coverageSettleMs)
  const height = await walk.tab.evaluate(drawMarks, marks)
  return walk.tab.screenshot({ whole: true, height: Math.min(height, limits.pictureHeight) })
}

interface Walked {
  record: PageRecord
  elements: ElementRecord[]
  leads: readonly string[]
  links: readonly string[]
  image?: Uint8Array
}

const proofWords = ({ more }: Proof): { reason?: string } => (more === 0 ? {} : { reason: `${more} further elements were found and not used: the limit is ${limits.elements} a page` })

const walkPage = async (walk: Walk, path: string, at: number, today: string): Promise<Walked> => {
  const page = pageName(walk.plan, path)
  const none = { elements: [], leads: [], links: [] }
  const arrival = await arrive(walk, path)
  if (arrival.outcome !== "walked") return { ...none, record: { kind: "page", page, path, ...arrival, elements: 0 }, links: arrival.to === undefined ? [] : [arrival.to] }
  const waivers = liveWaivers(walk.plan, page, today)
  const links = await walk.tab.evaluate(linksIn, undefined)
  // Before anything is used: a use may open or close what leads to the settings.
  const withdrawal = walk.choice === undefined ? undefined : await walk.tab.shows(walk.controls.reopen)
  const proof = await provePage(walk, path, waivers.map((waiver) => waiver.selector))
  const elements = recordsOf(page, proof.elements, waivers)
  const image = await picture(walk, path, elements)
  const record: PageRecord = { kind: "page", page, path, outcome: "walked", ...proofWords(proof), elements: elements.length, ...(withdrawal === undefined ? {} : { withdrawal }), ...(image === undefined ? {} : { screenshot: fileName(at, path) }) }
  return { record, elements, leads: proof.leads, links: [...links, ...proof.leads], ...(image === undefined ? {} : { image }) }
}

const failed = (walk: Walk, path: string, reason: string): Walked => ({ record: { kind: "page", page: pageName(walk.plan, path), path, outcome: "failed", reason, elements: 0 }, elements: [], leads: [], links: [] })

const tryPage = async (walk: Walk, path: string, at: number, today: string): Promise<Walked> => {
  try {
    const walked = await within(limits.coveragePageMs + limits.loadMs * 2, walkPage(walk, path, at, today))
    if (walked !== late) return walked
    await replaceTab(walk)
    return failed(walk, path, "the page's own script did not come to an end")
  } catch (error) {
    await replaceTab(walk)
    return failed(walk, path, (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "")
  }
}

/** Walks every page of the site, uses every interactive element, and writes down which event that pushed. Whatever a page does, the next one is walked. */
export const crawl = async (walk: Walk, { site, sink, today, start = "/", enter = (visitor) => acceptAll(visitor, start), firstStep = 0, onPage, afterPage }: CrawlOptions): Promise<void> => {
  const first = await within(limits.coveragePageMs, enter(walk)).catch(() => late)
  if (first === late) await replaceTab(walk)
  const queue = pageQueue([start, ...Object.values(walk.plan.pages).map((page) => page.path), ...(await pagesOfFolder(site))])
  for (let next = queue.next(); next !== undefined; next = queue.next()) {
    const at = queue.done() - 1
    walk.proxy.mark({ step: at + firstStep, ...(walk.choice === undefined ? {} : { choice: walk.choice }) })
    const { record, elements, leads, links, image } = await tryPage(walk, next.path, at, today)
    const page: PageRecord = { ...record, ...(next.from === undefined ? {} : { linkedFrom: next.from }) }
    sink.write(page)
    for (const element of elements) sink.write(element)
    if (image !== undefined && page.screenshot !== undefined) sink.attach(page.screenshot, image)
    queue.add(ownPaths(links, walk.origin), next.path)
    await afterPage?.(at + firstStep, page, leads)
    await walk.session.closeOthers(walk.tab)
    onPage?.(at + 1, queue.size())
  }
  for (const { path, from } of queue.leftOut())
    sink.write({ kind: "page", page: pageName(walk.plan, path), path, outcome: "left out", reason: `a run walks at most ${limits.pages} pages`, elements: 0, ...(from === undefined ? {} : { linkedFrom: from }) })
}

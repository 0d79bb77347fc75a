import { fileName } from "@tagwright/evidence"
import type { ConsentState, ConsentType, PlanStep, StepRecord } from "@tagwright/formats"
import { limits } from "../limits.ts"
import type { SeenNote } from "../proxy/proxy.ts"
import { firingRecords } from "../record/firings.ts"
import { attachHar } from "../record/har.ts"
import { requestRecords } from "../record/requests.ts"
import type { Sink } from "../record/sink.ts"
import { readHeld, storageRecord } from "../record/storage.ts"
import { isObject, violationsOf } from "../record/violations.ts"
import { Inconclusive } from "./banner.ts"
import { expectedOf, judgeExpectations, matchAll, type Expected, type Happened } from "./expect.ts"
import { askLeadId } from "./lead-id.ts"
import { noticeExpiry } from "./later.ts"
import { judgeLink, judgeLinks } from "./mailed-link.ts"
import { serverSteps, type ServerView } from "./server.ts"
import { settle, until } from "./settle.ts"
import { actOf } from "./steps.ts"
import { whereOf, type Walk } from "./walk.ts"

/** Events pushed in these steps. */
const eventsOf = (notes: readonly SeenNote[], from: number, to: number): Happened[] =>
  notes.flatMap((note) => {
    if (note.step < from || note.step > to || note.kind !== "push" || !isObject(note.data) || typeof note.data["event"] !== "string") return []
    return [{ event: note.data["event"], params: note.data }]
  })

const inOrder = (notes: readonly SeenNote[], step: number, kind: SeenNote["kind"]): SeenNote[] =>
  notes.filter((note) => note.step === step && note.kind === kind).toSorted((a, b) => (a.page === b.page ? a.seq - b.seq : a.order - b.order))

export const consentAt = (notes: readonly SeenNote[]): Partial<Record<ConsentType, ConsentState>> => {
  const last = notes.filter((note) => note.kind === "gtm" && isObject(note.data)).at(-1)?.data
  return isObject(last) && isObject(last["consent"]) ? last["consent"] : {}
}

export const writePushes = (walk: Walk, step: number, sink: Sink): void => {
  for (const note of inOrder(walk.proxy.notes, step, "push")) {
    const event = isObject(note.data) ? note.data["event"] : undefined
    sink.write({
      kind: "push",
      ...whereOf(walk, step),
      ...(typeof event === "string" ? { event } : {}),
      message: note.data ?? null,
      violations: violationsOf(walk.plan, note.data),
      volatile: { at: note.at, ...(note.stack === undefined ? {} : { stack: note.stack }) },
    })
    for (const found of walk.search.push(whereOf(walk, step), note.data)) sink.write(found)
  }
}

export const writeSeen = (walk: Walk, step: number, sink: Sink): void => {
  writePushes(walk, step, sink)
  for (const note of inOrder(walk.proxy.notes, step, "gtm")) for (const record of firingRecords(whereOf(walk, step), note.data)) sink.write(record)
  const host = new URL(walk.origin).host
  for (const seen of walk.proxy.seen.filter((one) => one.step === step)) {
    for (const record of requestRecords(walk.plan, walk.environment, host, whereOf(walk, step), seen)) {
      sink.write(record)
      for (const found of walk.search.request(whereOf(walk, step), record, seen)) sink.write(found)
    }
  }
}

export const pathOf = (url: string): string => {
  const { pathname, search, host } = new URL(url)
  return URL.canParse(url) ? (host === "" ? url : pathname + search) : url
}

type Done = Pick<StepRecord, "outcome" | "reason">

const drive = async (walk: Walk, step: PlanStep, index: number, sink: Sink): Promise<Done> => {
  try {
    const banner = await actOf(step).run(walk, index)
    if (banner === undefined) return { outcome: "done" }
    sink.write(banner)
    return banner.shown ? { outcome: "done" } : { outcome: "inconclusive", reason: "the consent banner did not show" }
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""
    return { outcome: error instanceof Inconclusive ? "inconclusive" : "failed", reason }
  }
}

/** An expectation and the step whose plan it stands in. */
interface Due {
  step: number
  expected: Expected
}

/**
 * Events before the choice are held back by the kit (`beforeChoice: buffer`) and come with it, whatever was chosen: their
 * expectations are due in the step that makes the choice. Under `drop` they must not come, so nothing is expected.
 */
const dueNow = (walk: Walk, step: number, own: readonly Expected[], held: Due[]): Due[] => {
  const mine = own.map((expected) => ({ step, expected }))
  if (walk.choice !== undefined) return [...held.splice(0), ...mine]
  if (walk.plan.consent.beforeChoice === "buffer") held.push(...mine)
  return []
}

const expectBrowser = async (walk: Walk, expected: readonly Expected[], happened: () => Happened[]): Promise<void> => {
  const complete = () => matchAll(expected, happened()).every((one) => one.got !== undefined)
  if (!complete() && (await until(walk.proxy, complete, limits.pushMs))) await settle(walk.tab, walk.proxy)
}

/** Waits for what the page must push in this step, and says what came of each. Each outcome stands at the step whose plan asked for it. */
const judgeBrowser = async (walk: Walk, step: number, due: readonly Due[], sink: Sink): Promise<void> => {
  const expected = due.map((one) => one.expected)
  const from = Math.min(step, ...due.map((one) => one.step))
  const happened = () => eventsOf(walk.proxy.notes, from, step)
  await expectBrowser(walk, expected, happened)
  const outcomes = judgeExpectations(expected, happened())
  for (const [at, { params, ...outcome }] of outcomes.entries())
    sink.write({ kind: "expectation", ...whereOf(walk, due[at]?.step ?? step), ...outcome, expected: params })
}

const judgeServer = async (walk: Walk, step: number, expected: readonly Expected[], server: ServerView | undefined, sink: Sink): Promise<void> => {
  for (const { params, ...outcome } of (await server?.expect(walk, step, expected)) ?? []) sink.write({ kind: "expectation", ...whereOf(walk, step), ...outcome, expected: params })
}

export const writeStorage = async (walk: Walk, step: number, sink: Sink): Promise<void> => {
  const held = await readHeld(walk.session, walk.tab)
  const record = storageRecord(whereOf(walk, step), held, walk.plan.identity.cookie, walk.clock, walk.choice)
  const leadId = (await walk.tab.evaluate(askLeadId, undefined)) ?? record.leadId
  if (leadId !== undefined) {
    walk.leadId = leadId
    walk.leadIds.set(leadId, walk.choice)
  }
  for (const found of walk.search.held(whereOf(walk, step), held, await walk.tab.title())) sink.write(found)
  // The kit knows a lead_id before any cookie may hold it; only what is really kept stands in the record.
  sink.write(record)
}

/** A PNG begins with a byte that no JPEG begins with. */
const pngStart = 0x89
const screenshotPath = (walk: Walk, step: number, image: Buffer): string =>
  `screenshots/${fileName(walk.scenario)}/${fileName(walk.journey)}-${String(step).padStart(2, "0")}.${image[0] === pngStart ? "png" : "jpg"}`

/** What a journey carries from step to step. */
interface Bag {
  sink: Sink
  server: ServerView | undefined
  held: Due[]
}

const runStep = async (walk: Walk, step: PlanStep, index: number, { sink, server, held }: Bag): Promise<Done["outcome"]> => {
  walk.proxy.mark({ step: index, ...(walk.choice === undefined ? {} : { choice: walk.choice }) })
  const startedAt = Date.now()
  const done = await drive(walk, step, index, sink)
  const rested = await settle(walk.tab, walk.proxy)
  await noticeExpiry(walk, step, index)
  const expected = expectedOf(walk.plan, step)
  if (done.outcome === "done") {
    await judgeBrowser(walk, index, dueNow(walk, index, expected.filter((one) => one.source === "browser"), held), sink)
    await judgeServer(walk, index, expected.filter((one) => one.source === "server"), server, sink)
  }
  await writeStorage(walk, index, sink)
  for (const record of await judgeLink(walk)) sink.write(record)
  const image = await walk.tab.screenshot()
  const screenshot = screenshotPath(walk, index, image)
  sink.attach(screenshot, image)
  sink.write({
    kind: "step",
    ...whereOf(walk, index),
    title: actOf(step).title,
    ...done,
    ...(rested || done.reason !== undefined ? {} : { reason: "the page did not come to rest" }),
    url: pathOf(await walk.tab.url()),
    consent: consentAt(walk.proxy.notes),
    ...(walk.choice === undefined ? {} : { choice: walk.choice }),
    ...(walk.clock.aheadMs() === 0 ? {} : { aheadMs: walk.clock.aheadMs() }),
    screenshot,
    volatile: { ms: Date.now() - startedAt },
  })
  writeSeen(walk, index, sink)
  return done.outcome
}

const skip = (walk: Walk, step: PlanStep, index: number, failedAt: number, sink: Sink): void =>
  sink.write({
    kind: "step",
    ...whereOf(walk, index),
    title: actOf(step).title,
    outcome: "inconclusive",
    reason: `not reached: step ${failedAt + 1} did not end as planned`,
    url: "",
    consent: {},
  })

/** Walks a journey to its end, or to the first step that cannot be done; the rest is written down as not reached. */
export const runJourney = async (walk: Walk, steps: readonly PlanStep[], sink: Sink, onStep?: () => void): Promise<boolean> => {
  const server = walk.server === undefined ? undefined : serverSteps(walk.server)
  const bag: Bag = { sink, server, held: [] }
  let stoppedAt: number | undefined
  for (const [index, step] of steps.entries()) {
    if (stoppedAt !== undefined) skip(walk, step, index, stoppedAt, sink)
    else if ((await runStep(walk, step, index, bag)) !== "done") stoppedAt = index
    onStep?.()
  }
  await server?.finish(walk, steps.length - 1, sink)
  for (const record of await judgeLinks(walk)) sink.write(record)
  attachHar(walk, sink)
  return stoppedAt === undefined
}

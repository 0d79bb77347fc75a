import type { CategoryChoice, StepRecord } from "@tagwright/formats"
import { choose, chooseAgain, withdraw } from "../journey/banner.ts"
import { choiceOf } from "../journey/choice.ts"
import { consentAt, pathOf, writeSeen, writeStorage } from "../journey/journey.ts"
import { comeBack } from "../journey/returns.ts"
import { serverSteps, type ServerView } from "../journey/server.ts"
import { settle } from "../journey/settle.ts"
import { attachHar } from "../record/har.ts"
import type { Sink } from "../record/sink.ts"
import { setChoice, whereOf, type Walk } from "../journey/walk.ts"
import { canPay, grantedByRegion, underSignal, type ConsentCase, type Moment } from "./cases.ts"
import { Inconclusive } from "../journey/banner.ts"

interface Step {
  title: string
  run(index: number): Promise<void>
}

const alwaysOn = (walk: Walk): string[] => Object.entries(walk.plan.consent.categories).flatMap(([name, category]) => (category.always ? [name] : []))
const secondPage = (walk: Walk): string => Object.values(walk.plan.pages).find(({ path }) => path !== "/")?.path ?? "/"

const visit = (walk: Walk, path: string): Step => ({ title: `Visit ${path}`, run: () => walk.tab.goto(walk.origin + path) })

/** The opposite of a choice: as far away from it as the categories allow. */
const opposite = (walk: Walk, choice: CategoryChoice): CategoryChoice =>
  Object.fromEntries(Object.entries(choice).map(([name, on]) => [name, walk.plan.consent.categories[name]?.always === true || !on]))

const afterwards: Record<Moment, (walk: Walk, one: ConsentCase) => Step[]> = {
  default: () => [],
  update: () => [],
  change: (walk, { choice = {}, gpc }) => [
    { title: "Change the choice", run: (index) => chooseAgain(walk, walk.controls, opposite(walk, choice), alwaysOn(walk), () => setChoice(walk, index, underSignal(walk.plan, opposite(walk, choice), gpc))) },
  ],
  withdraw: (walk) => [{ title: "Withdraw consent", run: async (index) => void (await withdraw(walk, walk.controls, () => setChoice(walk, index, choiceOf(walk.plan, "none")))) }],
  reload: (walk) => [{ title: "Reload", run: () => walk.tab.reload() }],
  return: (walk) => [{ title: "Close everything and come back", run: (index) => comeBack(walk, secondPage(walk), index) }],
}

/** What a visitor of the case does: comes in, chooses, goes on, does what the case is about, and goes on again. */
const stepsOf = (walk: Walk, one: ConsentCase): Step[] => {
  const { choice, gpc } = one
  if (choice === undefined) return [visit(walk, "/"), visit(walk, secondPage(walk))]
  const answer: Step = { title: "Answer the banner", run: async (index) => void (await choose(walk, walk.controls, choice, alwaysOn(walk), () => setChoice(walk, index, underSignal(walk.plan, choice, gpc)))) }
  return [visit(walk, "/"), answer, visit(walk, secondPage(walk)), ...afterwards[one.moment](walk, one), ...(one.moment === "update" ? [] : [visit(walk, "/")])]
}

const drive = async (step: Step, index: number): Promise<Pick<StepRecord, "outcome" | "reason">> => {
  try {
    await step.run(index)
    return { outcome: "done" }
  } catch (error) {
    return { outcome: error instanceof Inconclusive ? "inconclusive" : "failed", reason: (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "" }
  }
}

/** Walks one case of the consent matrix and writes down what was sent, stored and granted at every step; where the real server took part, what it made of it too. */
export const walkCase = async (walk: Walk, one: ConsentCase, sink: Sink): Promise<void> => {
  const server = walk.server === undefined ? undefined : serverSteps(walk.server)
  const last = await walkSteps(walk, one, sink, server)
  if (last !== undefined && server !== undefined) {
    if (canPay(one)) await payFor(walk, server, last)
    await server.finish(walk, last, sink)
  }
  attachHar(walk, sink)
}

/** A payment of this visitor arrives: what our server passes on of it is up to the consent alone. */
const payFor = async (walk: Walk, server: ServerView, step: number): Promise<void> => {
  const mischief = walk.standIns?.mischief
  const paid = Object.values(walk.plan.events).filter(({ from }) => from?.when === "paid")
  if (mischief === undefined || paid.length === 0 || walk.leadId === undefined) return
  await mischief.pay(walk.leadId)
  await server.expect(walk, step, paid.map(({ name }) => ({ event: name, params: {}, source: "server" })))
  await server.idle()
}

/** The last step, if every one was done. */
const walkSteps = async (walk: Walk, one: ConsentCase, sink: Sink, server: ServerView | undefined): Promise<number | undefined> => {
  const steps = stepsOf(walk, one)
  const byRegion = grantedByRegion(walk.plan, one)
  if (byRegion !== undefined) walk.choice = byRegion
  for (const [index, step] of steps.entries()) {
    walk.proxy.mark({ step: index, ...(walk.choice === undefined ? {} : { choice: walk.choice }) })
    const done = await drive(step, index)
    await settle(walk.tab, walk.proxy)
    await writeStorage(walk, index, sink)
    sink.write({ kind: "step", ...whereOf(walk, index), title: step.title, ...done, url: pathOf(await walk.tab.url()), consent: consentAt(walk.proxy.notes), ...(walk.choice === undefined ? {} : { choice: walk.choice }) })
    writeSeen(walk, index, sink)
    await server?.expect(walk, index, [])
    if (done.outcome !== "done") return undefined
  }
  return steps.length - 1
}

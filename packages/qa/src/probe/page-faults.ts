import type { FaultRecord, PlanStep, Scenario } from "@tagwright/formats"
import { choiceOf } from "../journey/choice.ts"
import { choose } from "../journey/banner.ts"
import { settle } from "../journey/settle.ts"
import { actOf, kindOf } from "../journey/steps.ts"
import { setChoice, type Walk } from "../journey/walk.ts"
import type { VisitorOptions } from "../visitor.ts"

type PageFault = Extract<FaultRecord["fault"], "kit-missing" | "gtm-blocked" | "storage-blocked" | "server-down" | "server-slow" | "script-error" | "strict-csp" | "ad-blocker" | "cmp-slow">

/**
 * How each fault is brought about. `cmp-slow`: every script of the site but the kit comes last of all. `ad-blocker`: what filter lists refuse and more: tag
 * managers, vendors' hosts, and our collector at the site's own address.
 */
export const pageFaults: Record<PageFault, Pick<VisitorOptions, "broken" | "blockStorage" | "scriptsLast">> = {
  "kit-missing": { broken: { kit: true } },
  "gtm-blocked": { broken: { gtm: true } },
  "storage-blocked": { blockStorage: true },
  "server-down": { broken: { server: "down" } },
  "server-slow": { broken: { server: "slow" } },
  "script-error": { broken: { gtm: "throws" } },
  "strict-csp": { broken: { policy: true } },
  "ad-blocker": { broken: { gtm: true, server: "down", vendors: true } },
  "cmp-slow": { scriptsLast: true },
}
export const pageFaultNames: readonly PageFault[] = ["kit-missing", "gtm-blocked", "storage-blocked", "server-down", "server-slow", "script-error", "strict-csp", "ad-blocker", "cmp-slow"]

const paysOrLater = (step: PlanStep): boolean => ["pay", "settle", "refund"].includes(kindOf(step))

/** The way of a visitor who becomes a lead: the steps of the first journey that sends a form, else of the first one, up to the payment. */
export const leadJourney = (journeys: Record<string, { steps: PlanStep[] }>): { name: string; steps: PlanStep[] } | undefined => {
  const all = Object.entries(journeys)
  const found = all.find(([, { steps }]) => steps.some((step) => "fill" in step && step.submit)) ?? all[0]
  if (found === undefined) return undefined
  const [name, { steps }] = found
  const end = steps.findIndex(paysOrLater)
  return { name, steps: end < 0 ? steps : steps.slice(0, end) }
}

/** Where storage is blocked the banner comes again on every page; a visitor answers it again. */
const answerBanner = async (walk: Walk, scenario: Scenario, index: number): Promise<void> => {
  const choice = choiceOf(walk.plan, scenario)
  if (walk.choice !== undefined && (await walk.tab.shows(walk.controls.banner))) await choose(walk, walk.controls, choice, [], () => setChoice(walk, index, choice)).catch(() => undefined)
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url)

/** Takes the steps and tells where each one ended; stops at the first that cannot be done, with the reason. */
export const takeSteps = async (walk: Walk, steps: readonly PlanStep[]): Promise<{ paths: string[]; stopped?: string }> => {
  const paths: string[] = []
  for (const [index, step] of steps.entries()) {
    try {
      await answerBanner(walk, walk.scenario, index)
      const banner = await actOf(step).run(walk, index)
      if (banner?.shown === false) return { paths, stopped: `${actOf(step).title}: the banner did not show` }
    } catch (error) {
      return { paths, stopped: `${actOf(step).title}: ${(error instanceof Error ? error.message : String(error)).split("\n")[0]}` }
    }
    await settle(walk.tab, walk.proxy)
    paths.push(pathOf(await walk.tab.url()))
  }
  return { paths }
}

/** What the visitor's way looks like with the fault, beside the undisturbed one. */
export const faultRecord = (fault: PageFault, journey: string, steps: readonly PlanStep[], whole: readonly string[], got: { paths: string[]; stopped?: string }): FaultRecord => {
  const base = { kind: "fault", fault, journey } as const
  if (got.stopped !== undefined) return { ...base, survived: false, detail: `stopped at step ${got.paths.length + 1}, ${got.stopped}` }
  const off = got.paths.findIndex((path, index) => path !== whole[index])
  return off < 0
    ? { ...base, survived: true, detail: `all ${steps.length} steps done, every page as without the fault` }
    : { ...base, survived: false, detail: `step ${off + 1} ended at ${got.paths[off]}, without the fault at ${whole[off]}` }
}

import { performanceMetrics, type ContainerExport, type PerformanceMetric, type PerformanceRecord } from "@tagwright/formats"
import type { Sink } from "../record/sink.ts"
import { withVisitor, type Stage, type VisitorOptions } from "../visitor.ts"
import { costOfPage, watchPageSource, type Measured, type PageCost } from "./page-cost.ts"
import { weights, type Count } from "../progress.ts"
import { reportOf } from "./report.ts"
import { intervalOf, median } from "./statistics.ts"

/** A telephone of the middle class beside a developer's machine (Lighthouse's default for mobile). */
const SLOWDOWN = 4

export interface PerformanceOptions {
  /** Loads with and without tracking, of each page */
  pairs: number
  /** Paths; default: the start page */
  pages?: readonly string[]
  /** Also measures what each tag that runs there costs by itself */
  tags?: boolean
}

type Variant = "without" | "with" | "control"
/** `control`: without, once more. What it differs by is the noise that a difference must be held against. */
const variants: readonly Variant[] = ["without", "with", "control"]
const withheld: VisitorOptions["broken"] = { kit: true, gtm: true }

/** The script of the container without one tag. */
export type ScriptWithout = (tag: string) => Promise<string>

/** As if nobody had made the tag, as Tag Manager leaves paused tags out of what it serves. One that others are set up or cleaned up by is paused. */
export const withoutTag = (container: ContainerExport, name: string): ContainerExport => {
  const tags = container.containerVersion.tag ?? []
  const isNamed = tags.some(({ setupTag = [], teardownTag = [] }) => [...setupTag, ...teardownTag].some(({ tagName }) => tagName === name))
  const rest = isNamed ? tags.map((tag) => (tag.name === name ? { ...tag, paused: true } : tag)) : tags.filter((tag) => tag.name !== name)
  return { ...container, containerVersion: { ...container.containerVersion, tag: rest } }
}

const load = (stage: Stage, path: string, broken?: VisitorOptions["broken"]): Promise<Measured> =>
  withVisitor(stage, { scenario: "all", journey: "performance", apart: true, alsoRuns: watchPageSource, ...(broken === undefined ? {} : { broken }) }, (walk) => costOfPage(walk, path, SLOWDOWN))

const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** One round's loads: of each variant, and without each tag. */
type Round = ReadonlyMap<string, PageCost>
interface Compared {
  before: string
  after: string
  /** Two that ought to be the same */
  noise: readonly [string, string]
}
const whole: Compared = { before: "without", after: "with", noise: ["without", "control"] }
const allBut = (tag: string): string => `but ${tag}`
/** "with", once more: the control of single tags, which are measured with the others running. */
const again = "with again"
const alone = (tag: string): Compared => ({ before: allBut(tag), after: "with", noise: ["with", again] })

type Budgets = Partial<Record<PerformanceMetric, number>>

const recordsOf = (page: string, rounds: readonly Round[], { before, after, noise }: Compared, more: { tag: string } | { budgets: Budgets }): PerformanceRecord[] =>
  performanceMetrics.map((metric) => {
    const of = (name: string): number[] => rounds.map((round) => round.get(name)?.[metric] ?? 0)
    const differences = (a: string, b: string) => intervalOf(of(b).map((value, at) => value - (of(a)[at] ?? 0)))
    const [cost, control] = [differences(before, after), differences(...noise)]
    const volatile = {
      pairs: rounds.length,
      without: rounded(median(of(before))), with: rounded(median(of(after))), difference: rounded(cost.middle), low: rounded(cost.low), high: rounded(cost.high),
      noiseLow: rounded(control.low), noiseHigh: rounded(control.high),
    }
    const budget = "tag" in more ? undefined : more.budgets[metric]
    return { kind: "performance", page, metric, slowdown: SLOWDOWN, ...("tag" in more ? { tag: more.tag } : {}), ...(budget === undefined ? {} : { budget }), volatile }
  })

/**
 * What tracking costs a page: it is loaded without tracking, with it, and without it again, in turns whose order rotates, so
 * that a machine that grows slower meanwhile favours nobody. One load at a time: two would slow each other down.
 */
const measurePage = async (stage: Stage, path: string, { pairs, tags: byTag }: PerformanceOptions, scriptWithout: ScriptWithout, count: Count): Promise<PerformanceRecord[]> => {
  const tags = byTag === true ? (await load(stage, path)).tags : []
  const kinds = new Map<string, () => Promise<Measured>>(variants.map((variant) => [variant, () => load(stage, path, variant === "with" ? undefined : withheld)]))
  if (tags.length > 0) kinds.set(again, () => load(stage, path))
  for (const tag of tags) {
    const gtm = { ...stage.gtm, script: await scriptWithout(tag) }
    kinds.set(allBut(tag), () => load({ ...stage, gtm }, path))
  }
  count.expect(pairs * (kinds.size - variants.length) * weights.load)
  const turns = [...kinds]
  const rounds: Round[] = []
  for (let round = 0; round < pairs; round++) {
    const costs = new Map<string, PageCost>()
    for (const [name, measure] of [...turns.slice(round % turns.length), ...turns.slice(0, round % turns.length)]) {
      costs.set(name, (await measure()).cost)
      count.tell(`${path} ${name}`, weights.load)
    }
    rounds.push(costs)
  }
  return [...recordsOf(path, rounds, whole, { budgets: stage.plan.thresholds.performance }), ...tags.flatMap((tag) => recordsOf(path, rounds, alone(tag), { tag }))]
}

const pagesOf = ({ pages = ["/"] }: PerformanceOptions): readonly string[] => pages

/** Loads that a measurement takes, as far as that is known before: which tags run is seen on the page. */
export const loadsOf = (options: PerformanceOptions | undefined): number => (options === undefined ? 0 : options.pairs * variants.length * pagesOf(options).length)

/** Every page in turn; records for the judge, and `performance.json` for whoever draws curves. */
export const measurePerformance = async (stage: Stage, options: PerformanceOptions, scriptWithout: ScriptWithout, sink: Sink, count: Count): Promise<void> => {
  const records: PerformanceRecord[] = []
  for (const page of pagesOf(options)) records.push(...(await measurePage(stage, page, options, scriptWithout, count)))
  for (const record of records) sink.write(record)
  sink.attach("performance.json", `${JSON.stringify(reportOf(records), null, 2)}\n`)
}

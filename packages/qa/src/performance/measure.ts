import { performanceMetrics, type ContainerExport, type PerformanceRecord } from "@tagwright/formats"
import type { Sink } from "../journey/journey.ts"
import { withVisitor, type Stage, type VisitorOptions } from "../visitor.ts"
import { costOfPage, watchPageSource, type Measured, type PageCost } from "./page-cost.ts"
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

/** The script of the container with one tag paused. */
export type ScriptWithout = (tag: string) => Promise<string>

export const withoutTag = (container: ContainerExport, tag: string): ContainerExport => ({
  ...container,
  containerVersion: { ...container.containerVersion, tag: (container.containerVersion.tag ?? []).map((one) => (one.name === tag ? { ...one, paused: true } : one)) },
})

const load = (stage: Stage, path: string, broken?: VisitorOptions["broken"]): Promise<Measured> =>
  withVisitor(stage, { scenario: "all", journey: "performance", apart: true, alsoRuns: watchPageSource, ...(broken === undefined ? {} : { broken }) }, (walk) => costOfPage(walk, path, SLOWDOWN))

const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** One round's loads: of each variant, and with each tag paused. */
type Round = ReadonlyMap<string, PageCost>
interface Compared {
  before: string
  after: string
  /** Two that ought to be the same */
  noise: readonly [string, string]
}
const whole: Compared = { before: "without", after: "with", noise: ["without", "control"] }
const pausing = (tag: string): string => `but ${tag}`
/** The control differs from "without" as two loads of any one kind do. */
const alone = (tag: string): Compared => ({ ...whole, before: pausing(tag), after: "with" })

const recordsOf = (page: string, rounds: readonly Round[], { before, after, noise }: Compared, tag?: string): PerformanceRecord[] =>
  performanceMetrics.map((metric) => {
    const of = (name: string): number[] => rounds.map((round) => round.get(name)?.[metric] ?? 0)
    const differences = (a: string, b: string) => intervalOf(of(b).map((value, at) => value - (of(a)[at] ?? 0)))
    const [cost, control] = [differences(before, after), differences(...noise)]
    const volatile = {
      pairs: rounds.length,
      without: rounded(median(of(before))), with: rounded(median(of(after))), difference: rounded(cost.middle), low: rounded(cost.low), high: rounded(cost.high),
      noiseLow: rounded(control.low), noiseHigh: rounded(control.high),
    }
    return { kind: "performance", page, metric, slowdown: SLOWDOWN, ...(tag === undefined ? {} : { tag }), volatile }
  })

/**
 * What tracking costs a page: it is loaded without tracking, with it, and without it again, in turns whose order rotates, so
 * that a machine that grows slower meanwhile favours nobody. One load at a time: two would slow each other down.
 */
const measurePage = async (stage: Stage, path: string, { pairs, tags: byTag }: PerformanceOptions, scriptWithout: ScriptWithout, tell: (loads: number) => void): Promise<PerformanceRecord[]> => {
  const tags = byTag === true ? (await load(stage, path)).tags : []
  const kinds = new Map<string, () => Promise<Measured>>(variants.map((variant) => [variant, () => load(stage, path, variant === "with" ? undefined : withheld)]))
  for (const tag of tags) {
    const gtm = { ...stage.gtm, script: await scriptWithout(tag) }
    kinds.set(pausing(tag), () => load({ ...stage, gtm }, path))
  }
  const turns = [...kinds]
  const rounds: Round[] = []
  for (let round = 0; round < pairs; round++) {
    const costs = new Map<string, PageCost>()
    for (const [name, measure] of [...turns.slice(round % turns.length), ...turns.slice(0, round % turns.length)]) costs.set(name, (await measure()).cost)
    rounds.push(costs)
    tell(variants.length)
  }
  return [...recordsOf(path, rounds, whole), ...tags.flatMap((tag) => recordsOf(path, rounds, alone(tag), tag))]
}

const pagesOf = ({ pages = ["/"] }: PerformanceOptions): readonly string[] => pages

/** Loads that a measurement takes, but for those with one tag paused. */
export const loadsOf = (options: PerformanceOptions | undefined): number => (options === undefined ? 0 : options.pairs * variants.length * pagesOf(options).length)

/** Every page in turn; records for the judge, and `performance.json` for whoever draws curves. */
export const measurePerformance = async (stage: Stage, options: PerformanceOptions, scriptWithout: ScriptWithout, sink: Sink, tell: (loads: number) => void): Promise<void> => {
  const records: PerformanceRecord[] = []
  for (const page of pagesOf(options)) records.push(...(await measurePage(stage, page, options, scriptWithout, tell)))
  for (const record of records) sink.write(record)
  sink.attach("performance.json", `${JSON.stringify(reportOf(records), null, 2)}\n`)
}

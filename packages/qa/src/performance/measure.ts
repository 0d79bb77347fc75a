import { performanceMetrics, type PerformanceRecord } from "@tagwright/formats"
import type { Sink } from "../journey/journey.ts"
import { withVisitor, type Stage, type VisitorOptions } from "../visitor.ts"
import { costOfPage, watchPageSource, type PageCost } from "./page-cost.ts"
import { intervalOf, median } from "./statistics.ts"

/** A telephone of the middle class beside a developer's machine (Lighthouse's default for mobile). */
const SLOWDOWN = 4

type Variant = "without" | "with" | "control"
/** `control`: without, once more. What it differs by is the noise that a difference must be held against. */
const variants: readonly Variant[] = ["without", "with", "control"]
const withheld: VisitorOptions["broken"] = { kit: true, gtm: true }

/** Loads that so many pairs take, the control among them. */
export const loadsOf = (pairs: number): number => pairs * variants.length

const load = (stage: Stage, variant: Variant, path: string): Promise<PageCost> =>
  withVisitor(
    stage,
    { scenario: "all", journey: "performance", apart: true, alsoRuns: watchPageSource, ...(variant === "with" ? {} : { broken: withheld }) },
    (walk) => costOfPage(walk, path, SLOWDOWN),
  )

const rounded = (value: number): number => Math.round(value * 1000) / 1000

const recordsOf = (path: string, rounds: readonly Record<Variant, PageCost>[]): PerformanceRecord[] =>
  performanceMetrics.map((metric) => {
    const of = (variant: Variant) => rounds.map((round) => round[variant][metric])
    const cost = intervalOf(rounds.map((round) => round.with[metric] - round.without[metric]))
    const noise = intervalOf(rounds.map((round) => round.control[metric] - round.without[metric]))
    const [without, withTracking] = [median(of("without")), median(of("with"))]
    const volatile = {
      pairs: rounds.length,
      without: rounded(without), with: rounded(withTracking), difference: rounded(cost.middle), low: rounded(cost.low), high: rounded(cost.high),
      noiseLow: rounded(noise.low), noiseHigh: rounded(noise.high),
    }
    return { kind: "performance", page: path, metric, slowdown: SLOWDOWN, volatile }
  })

/**
 * What tracking costs a page: it is loaded without tracking, with it, and without it again, in turns whose order rotates, so
 * that a machine that grows slower meanwhile favours nobody. One load at a time: two would slow each other down.
 */
export const measurePerformance = async (stage: Stage, path: string, pairs: number, sink: Sink, tell: () => void): Promise<void> => {
  const rounds: Record<Variant, PageCost>[] = []
  for (let round = 0; round < pairs; round++) {
    const costs = new Map<Variant, PageCost>()
    for (let turn = 0; turn < variants.length; turn++) {
      const variant = variants[(round + turn) % variants.length] ?? "without"
      costs.set(variant, await load(stage, variant, path))
      tell()
    }
    const [without, withTracking, control] = variants.map((variant) => costs.get(variant))
    if (without !== undefined && withTracking !== undefined && control !== undefined) rounds.push({ without, with: withTracking, control })
  }
  for (const record of recordsOf(path, rounds)) sink.write(record)
}

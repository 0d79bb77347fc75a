import type { GateFinding, PerformanceMetric } from "@tagwright/formats"
import { count, defineGate } from "../gate.ts"

const codes = {
  "performance-over-budget": "Make it lighter: fewer tags on this page, a later start (`activate`), or raise `thresholds.performance` knowingly.",
  "performance-unclear": "The measurement is too noisy to tell: run `tagwright qa --performance 20` on a machine that does nothing else.",
  "performance-not-measured": "Run `tagwright qa --performance 7`: what tracking costs is not known.",
} as const

const units: Record<PerformanceMetric, string> = { blocking: " ms", script: " ms", load: " ms", largestPaint: " ms", interaction: " ms", bytes: " bytes", longTasks: "", requests: "", layoutShift: "" }
const words: Record<PerformanceMetric, string> = {
  blocking: "blocked time", script: "time in scripts", longTasks: "long tasks", bytes: "bytes", requests: "requests", layoutShift: "layout shift", load: "load", largestPaint: "largest paint", interaction: "answer to a key",
}
const told = (metric: PerformanceMetric, value: number): string => `${Math.round(value * 100) / 100}${units[metric]}`

/**
 * O5 — Performance impact. The paired difference counts: over the budget only where the whole 95 % interval is, within it where
 * the median is; a median over the budget whose interval reaches below it is not a verdict.
 */
export const O5 = defineGate({
  id: "O5",
  needs: [],
  reads: ["performance"],
  codes,
  inconclusive: ["performance-unclear", "performance-not-measured"],
  judge({ of, plan, required, finding }) {
    // What one tag costs is told; the budget is for all of them.
    const records = of("performance").flatMap((record) => (record.volatile === undefined || record.tag !== undefined ? [] : [{ ...record, volatile: record.volatile }]))
    if (records.length === 0)
      return required
        ? { summary: "Nobody measured what tracking costs.", findings: [finding("performance-not-measured", "The evidence holds no measurement with and without tracking")] }
        : { summary: "Not measured in this run.", findings: [], notApplicable: true }
    const budgets: Partial<Record<PerformanceMetric, number>> = plan.thresholds.performance
    const judged = (record: (typeof records)[number]): GateFinding[] => {
      const { metric, page, volatile: { difference, low, high } } = record
      const budget = budgets[metric]
      if (budget === undefined || difference <= budget) return []
      const cost = `${words[metric]} on ${page}: tracking adds ${told(metric, difference)} (95 %: ${told(metric, low)} to ${told(metric, high)}), the budget is ${told(metric, budget)}`
      return [finding(low > budget ? "performance-over-budget" : "performance-unclear", cost, [record])]
    }
    const pairs = records[0]?.volatile.pairs ?? 0
    const pages = new Set(records.map(({ page }) => page))
    const [first] = pages
    const shown = records.filter(({ metric, page }) => page === first && (metric === "blocking" || metric === "bytes")).map(({ metric, volatile }) => `${told(metric, volatile.difference)} ${words[metric].replace("bytes", "").trim()}`.trim())
    return { summary: `${count(pairs, "pair")} of loads of ${count(pages.size, "page")} with and without tracking: ${shown.join(", ")} more on ${first}.`, findings: records.flatMap(judged) }
  },
})

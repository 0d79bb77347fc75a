import { Fault, type ResolvedPlan } from "@tagwright/formats"
import { engineNames, type EngineName, type QaOptions } from "@tagwright/qa"
import { testEnvironment } from "./pipeline/test-environment.ts"

const named = (text: string): string[] => text.split(",").map((name) => name.trim())

const enginesIn = (text: string): EngineName[] =>
  named(text).map((part) => {
    const name = engineNames.find((one) => one === part)
    if (name === undefined) throw new Fault("caller", `"${part}" is no browser we drive`, `Use one of ${engineNames.join(", ")}`)
    return name
  })

const parts = ["journeys", "matrix", "performance"] as const
const onlyIn = (text: string): (typeof parts)[number] => {
  const only = parts.find((part) => part === text)
  if (only === undefined) throw new Fault("caller", `--only cannot be "${text}"`, "Use --only journeys, --only matrix or --only performance")
  return only
}

const journeysIn = (text: string, plan: ResolvedPlan): string[] =>
  named(text).map((name) => {
    if (Object.hasOwn(plan.journeys, name)) return name
    throw new Fault("caller", `the plan has no journey "${name}"`, `Its journeys: ${Object.keys(plan.journeys).join("; ")}`)
  })

/** Fewer give no interval, more take longer than anybody waits. */
const [FEWEST_PAIRS, MOST_PAIRS] = [3, 100]
const USUAL_PAIRS = "7"
const pairsIn = (text: string): number => {
  const pairs = Number(text)
  if (Number.isInteger(pairs) && pairs >= FEWEST_PAIRS && pairs <= MOST_PAIRS) return pairs
  throw new Fault("caller", `--performance cannot be "${text}"`, `Name a number of pairs from ${FEWEST_PAIRS} to ${MOST_PAIRS}`)
}

const pathIn = (path: string): string => {
  if (path.startsWith("/")) return path
  throw new Fault("caller", `--performance-pages cannot be "${path}"`, "Name paths that begin with a slash, separated by commas, or all")
}

interface QaValues {
  environment?: string | undefined
  scenario?: string | undefined
  journey?: string | undefined
  browser?: string | undefined
  full?: boolean | undefined
  only?: string | undefined
  performance?: string | undefined
  "performance-pages"?: string | undefined
  "performance-tags"?: boolean | undefined
}

const performanceIn = ({ only, performance, "performance-pages": pages, "performance-tags": tags }: QaValues, plan: ResolvedPlan): Pick<QaOptions, "performance"> => {
  const pairs = performance ?? (only === "performance" ? USUAL_PAIRS : undefined)
  if (pairs === undefined && (pages !== undefined || tags !== undefined)) throw new Fault("caller", "what is to be measured is named, but not how often", "Add --performance with a number of pairs, such as 7")
  if (pairs === undefined) return {}
  const all = [...new Set(Object.values(plan.pages).map(({ path }) => path))]
  return { performance: { pairs: pairsIn(pairs), ...(pages === undefined ? {} : { pages: pages === "all" ? all : named(pages).map(pathIn) }), ...(tags === true ? { tags } : {}) } }
}

/** What the options of `tagwright qa` ask for. Throws a Fault of the caller before anything is written or started. */
export const wantedRun = (values: QaValues, plan: ResolvedPlan): Pick<QaOptions, "environment" | "full" | "only" | "performance" | "browsers" | "scenarios" | "journeys"> => {
  const { full, only, journey, browser, scenario } = values
  if (journey !== undefined && only !== undefined && only !== "journeys") throw new Fault("caller", `--journey and --only ${only} exclude each other`, "Leave one of them out")
  return {
    environment: testEnvironment(plan, values.environment),
    ...(full === true ? { full } : {}),
    ...(only === undefined ? {} : { only: onlyIn(only) }),
    ...(journey === undefined ? {} : { only: "journeys", journeys: journeysIn(journey, plan) }),
    ...performanceIn(values, plan),
    ...(browser === undefined ? {} : { browsers: enginesIn(browser) }),
    ...(scenario === undefined ? {} : { scenarios: named(scenario) }),
  }
}

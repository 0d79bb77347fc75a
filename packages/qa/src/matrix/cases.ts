import type { CategoryChoice, QaPlan } from "@tagwright/formats"
import { choosesByCategory } from "../journey/controls.ts"
import { everyCase, pairwise, type Case } from "./pairwise.ts"

export const moments = ["default", "update", "change", "withdraw", "reload", "return"] as const
/** What happens after the first choice. `default`: no choice is made at all; `update`: nothing more */
export type Moment = (typeof moments)[number]
export const cmpStates = ["normal", "slow", "blocked"] as const
export type CmpState = (typeof cmpStates)[number]

/** One visitor of the consent matrix. */
export interface ConsentCase {
  /** Categories granted; undefined: the visitor does not choose */
  choice: CategoryChoice | undefined
  moment: Moment
  cmp: CmpState
  gpc: boolean
  /** ISO 3166, or empty: none that the plan names */
  region: string
}

const unasked = "no choice"
const optional = (plan: QaPlan): string[] => Object.entries(plan.consent.categories).flatMap(([name, { always }]) => (always ? [] : [name]))

/** Every subset of the optional categories, by name; only all and none where the banner knows no other. */
const subsets = (plan: QaPlan): string[][] => {
  const names = optional(plan)
  return choosesByCategory(plan) ? names.reduce<string[][]>((all, name) => all.flatMap((one) => [one, [...one, name]]), [[]]) : [[], names]
}

const choiceNamed = (plan: QaPlan, granted: readonly string[]): CategoryChoice =>
  Object.fromEntries(Object.entries(plan.consent.categories).map(([name, { always }]) => [name, always || granted.includes(name)]))

const regionsOf = (plan: QaPlan): string[] => ["", ...plan.consent.regions.flatMap(({ regions }) => regions.slice(0, 1))]

/** Who does not choose has nothing to change; a banner that does not come cannot be answered. */
const isPossible = ([choice, moment, cmp]: Case): boolean => (choice === unasked) === (moment === "default") && (cmp !== "blocked" || choice === unasked)

const caseOf = (plan: QaPlan, [choice = "", moment = "", cmp = "", gpc = "", region = ""]: Case): ConsentCase => ({
  choice: choice === unasked ? undefined : choiceNamed(plan, choice.split("+")),
  moment: moments.find((one) => one === moment) ?? "default",
  cmp: cmpStates.find((one) => one === cmp) ?? "normal",
  gpc: gpc === "gpc",
  region,
})

/** The plan's consent cases: enough to contain every pair of circumstances, or all of them. */
export const consentCases = (plan: QaPlan, full: boolean): ConsentCase[] => {
  const choices = [...subsets(plan).map((names) => names.join("+")), unasked]
  const gpc = plan.consent.globalPrivacyControl.length === 0 ? [""] : ["", "gpc"]
  const possible = everyCase([choices, moments, cmpStates, gpc, regionsOf(plan)]).filter(isPossible)
  return (full ? possible : pairwise(possible)).map((one) => caseOf(plan, one))
}

/** Whoever withdrew has no lead_id any more that a payment could carry; what a region grants before any choice is the page's affair. */
export const canPay = ({ moment, region }: ConsentCase): boolean => moment !== "withdraw" && region === ""

/** Of each consent state (what is granted, with and without the signal) one case, one that can pay where there is one: its visitor speaks to the real server. */
export const samples = (cases: readonly ConsentCase[]): ReadonlySet<ConsentCase> => {
  const states = Map.groupBy(cases.filter(({ cmp }) => cmp !== "blocked"), ({ choice, gpc }) => JSON.stringify([choice ?? null, gpc]))
  return new Set([...states.values()].flatMap((same) => same.find(canPay) ?? same[0] ?? []))
}

const granted = (plan: QaPlan, choice: CategoryChoice | undefined): string => {
  if (choice === undefined) return unasked
  const names = optional(plan).filter((name) => choice[name] === true)
  return names.length === 0 ? "refuses" : `allows ${names.join(" and ")}`
}

const momentWords: Record<Moment, string> = { default: "", update: "", change: "then changes it", withdraw: "then withdraws", reload: "then reloads", return: "then comes back" }
const cmpWords: Record<CmpState, string> = { normal: "", slow: "slow banner", blocked: "banner blocked" }

/** How a case is called in the evidence: `consent: allows analytics, then withdraws, slow banner`. */
export const caseName = (plan: QaPlan, one: ConsentCase): string =>
  `consent: ${[granted(plan, one.choice), momentWords[one.moment], cmpWords[one.cmp], one.gpc ? "Global Privacy Control" : "", one.region].filter((part) => part !== "").join(", ")}`

/** What may be used under a choice where the browser says Sec-GPC: the signal denies, whatever is chosen. */
export const underSignal = (plan: QaPlan, choice: CategoryChoice, gpc: boolean): CategoryChoice =>
  gpc ? Object.fromEntries(Object.entries(choice).map(([name, on]) => [name, on && (plan.consent.categories[name]?.always === true || !plan.consent.globalPrivacyControl.includes(name))])) : choice

/** What a region grants to whoever has not chosen yet; undefined: nothing more than everywhere. */
export const grantedByRegion = (plan: QaPlan, { region, gpc }: ConsentCase): CategoryChoice | undefined => {
  const grant = plan.consent.regions.find(({ regions }) => regions.includes(region))?.grant
  return grant === undefined ? undefined : underSignal(plan, choiceNamed(plan, grant), gpc)
}

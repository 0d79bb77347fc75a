import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Drill } from "../drill.ts"
import type { DrillWorld } from "../world.ts"
import { inputOf } from "./container-corrupted.ts"

const file = ({ folder }: DrillWorld): string => join(folder, "tagwright.plan.json")
const marketing = ({ plan }: DrillWorld) => Object.values(plan.destinations).find((one) => one.marketing && plan.consent.categories[one.consent]?.always !== true)
const always = ({ plan }: DrillWorld): string | undefined => Object.keys(plan.consent.categories).find((key) => plan.consent.categories[key]?.always === true)

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null
/** Somebody moves a marketing destination under a category that nobody is asked about. */
const bypassed = (world: DrillWorld): unknown => {
  const plan = inputOf(world)
  const id = marketing(world)?.id ?? ""
  if (!isRecord(plan) || !isRecord(plan["destinations"]) || !isRecord(plan["destinations"][id])) return plan
  return { ...plan, destinations: { ...plan["destinations"], [id]: { ...plan["destinations"][id], consent: always(world) } } }
}

export const consentBypass: Drill = {
  page: "runbooks/findings/marketing-without-consent.md",
  detectedBy: "tagwright check",
  unfit: (world) => (marketing(world) === undefined || always(world) === undefined ? "it has no marketing destination that needs consent" : undefined),
  damage: async (world) => writeFileSync(file(world), JSON.stringify(bypassed(world), null, 2)),
  detected: async (world) => {
    const { code, out } = await world.cli("check", "--json")
    return code === 1 && out.includes("marketing-without-consent")
  },
  steps: [
    { say: "See the finding, with its place.", command: "tagwright check" },
    { say: "Open the incident: was it live, it is a SEV1.", command: 'tagwright incident open --severity SEV1 --summary "a marketing destination without consent"' },
    { say: "Take the change back.", act: async (world) => writeFileSync(file(world), JSON.stringify(inputOf(world), null, 2)) },
    { say: "Check again.", command: "tagwright check" },
    { say: "Was anything sent without consent? K5 asks the stored choices.", command: "tagwright kpis K5" },
  ],
  recovered: async (world) => (await world.cli("check")).code === 0,
}

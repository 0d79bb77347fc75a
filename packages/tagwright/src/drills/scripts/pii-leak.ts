import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { rowsIn } from "../../ops/client.ts"
import type { Drill } from "../drill.ts"
import type { DrillWorld } from "../world.ts"

/** An event that needs no parameters, or the first of the browser's. */
const eventOf = ({ plan }: DrillWorld): { name: string; params: Record<string, unknown> } => {
  const browser = Object.values(plan.events).filter(({ source }) => source === "browser")
  const event = browser.find(({ required }) => required.every((name) => plan.parameters[name]?.type === "string" && plan.parameters[name]?.oneOf === undefined)) ?? browser[0]
  return { name: event?.name ?? "", params: Object.fromEntries((event?.required ?? []).map((name) => [name, String(plan.parameters[name]?.example ?? "/drill/")])) }
}
const LEAK = "https://drill.example/thanks/?email=test.person%40example.org"
const LEAD = "drill-leak"

/** A form puts the visitor's address into the page's URL. */
export const piiLeak: Drill = {
  page: "runbooks/alerts/PersonalDataArrived.md",
  detectedBy: "the alert PersonalDataArrived",
  damage: async (world) => {
    world.values.set("LEAD", LEAD)
    // The first look only learns what is usual.
    await world.alerts()
    await world.collect([{ ...eventOf(world), url: LEAK }], LEAD)
    const recording = join(world.folder, "recording.txt")
    writeFileSync(recording, `GET ${LEAK}\n`)
    world.values.set("FILE", recording)
  },
  detected: async (world) => {
    const alert = (await world.alerts()).find(({ rule }) => rule === "PersonalDataArrived")
    if (alert !== undefined) world.values.set("ALERT", alert.alert)
    return alert !== undefined
  },
  steps: [
    { say: "Say that you are on it.", command: "tagwright alerts acknowledge $ALERT --by $ME" },
    { say: "Open the incident.", command: 'tagwright incident open --severity SEV1 --summary "personal data in the address of a page"' },
    { say: "Look through the recording: which page, which parameter?", command: "tagwright pii scan $FILE" },
    { say: "Mend the form, so that it posts instead of asking by address.", act: async (world) => void (await world.collect([{ ...eventOf(world) }], "drill-clean")) },
    { say: "Erase the person, and tell every recipient.", command: "tagwright lead erase $LEAD --yes" },
  ],
  recovered: async (world) => {
    const events = rowsIn(await world.get("/ops/api/events"), "events")
    return events.some((event) => event["leadId"] === "drill-clean") && !events.some((event) => event["leadId"] === LEAD) && !JSON.stringify(events).includes("test.person")
  },
}

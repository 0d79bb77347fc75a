import { bundlePaths } from "@tagwright/formats"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Drill } from "../drill.ts"
import type { DrillWorld } from "../world.ts"

const live = ({ folder }: DrillWorld): string => join(folder, "live-export.json")
const built = ({ bundle, environment }: DrillWorld): string => bundle.files.get(bundlePaths.container("web", environment)) ?? ""

/** Somebody edits the live container by hand: a tag is paused, another loses a parameter. */
export const containerCorrupted: Drill = {
  page: "runbooks/alerts/EventVolumeDrops.md",
  detectedBy: "tagwright gtm drift",
  damage: async (world) => {
    const text = built(world)
    const edited = text.replace(/"tagId": "(\d+)",/, '"tagId": "$1",\n            "paused": true,')
    if (edited === text) throw new Error("the container has no tag to pause")
    writeFileSync(live(world), edited)
    world.values.set("EXPORT", live(world))
    writeFileSync(join(world.folder, "tagwright.plan.json"), JSON.stringify(inputOf(world)))
  },
  detected: async (world) => (await world.cli("gtm", "drift", live(world))).code === 1,
  steps: [
    { say: "Compare the live container with the plan.", command: "tagwright gtm drift $EXPORT" },
    { say: "Bring back the container that was released: publish it again, or restore the backup.", act: async (world) => writeFileSync(live(world), built(world)) },
    { say: "Compare again.", command: "tagwright gtm drift $EXPORT" },
  ],
  recovered: async (world) => (await world.cli("gtm", "drift", live(world))).code === 0,
}

/** The resolved plan as people would write it: what the compiler adds is taken off again. */
export const inputOf = ({ plan }: DrillWorld): unknown => ({
  ...plan,
  destinations: Object.fromEntries(Object.entries(plan.destinations).map(([id, { id: _, carrier: _c, server: _s, hosts: _h, ...destination }]) => [id, destination])),
  parameters: Object.fromEntries(Object.entries(plan.parameters).map(([id, { id: _, ...parameter }]) => [id, parameter])),
  events: Object.fromEntries(Object.entries(plan.events).map(([name, { name: _, source: _s, ...event }]) => [name, event])),
})

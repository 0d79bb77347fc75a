import { compilePlan } from "@tagwright/compiler"
import { documents } from "@tagwright/operations"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import { startDrillWorld } from "../src/drills/world.ts"
import { findingKnowledge } from "../src/operations/knowledge.ts"
import { quietIo } from "./studio.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
/** Verbs that only look, or do again what is harmless: they can be run on any system. The drills run those that change something. */
const harmless = /^tagwright (status|alerts list|kpis|canary|deliveries (list|replay|show)|destinations enable|check|explain|report)\b/

let world: Awaited<ReturnType<typeof startDrillWorld>>
let commands: string[] = []
beforeAll(async () => {
  const { plan, bundle } = await compilePlan(join(root, "examples/studio/tagwright.plan.ts"))
  if (plan === undefined) throw new Error("the example has no plan")
  world = await startDrillWorld(plan, bundle, quietIo(root), main)
  await world.collect([{ name: "lead_submit", params: { form_id: "lead", form_location: "contact.enquiry" } }])
  const pages = documents({ plan, catalogs: new Map(), findings: findingKnowledge(), start: 0 })
  const runbooks = [...pages].filter(([path]) => path.startsWith("runbooks/") || path.startsWith("integrations/") || path === "incident-response.md")
  commands = [...new Set(runbooks.flatMap(([, text]) => [...text.matchAll(/^ *(tagwright .+)$/gm)].map(([, line = ""]) => line.trim())))].filter((line) => harmless.test(line))
})
afterAll(() => world.close())

describe("O2 what a runbook says can be typed", () => {
  test("every harmless command of every runbook runs against a live server", { timeout: 120_000 }, async () => {
    expect(commands.length).toBeGreaterThan(12)
    const values: Record<string, string> = { DESTINATION: "crm", DELIVERY: "1", ALERT: "none" }
    const config = ["--config", join(root, "examples/studio/tagwright.plan.ts")]
    for (const line of commands) {
      const words = line.split(" ").slice(1).map((word) => word.replaceAll(/\$([A-Z]+)/g, (whole, name: string) => values[name] ?? whole))
      const { code, err } = await world.cli(...words, ...config)
      // 1 is a finding, which is what one looks for; 2 would be a command that cannot run.
      expect([line, code === 2 ? err : "ran"]).toEqual([line, "ran"])
    }
  })
})

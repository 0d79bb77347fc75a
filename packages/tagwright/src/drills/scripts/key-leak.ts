import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { makeSandbox, type Sandbox } from "../sandbox.ts"
import type { Drill } from "../drill.ts"
import type { DrillWorld } from "../world.ts"

const sandboxes = new WeakMap<DrillWorld, Sandbox>()
const sandboxOf = (world: DrillWorld): Sandbox => {
  const sandbox = sandboxes.get(world)
  if (sandbox === undefined) throw new Error("the drill has not begun")
  return sandbox
}

/**
 * Somebody has the release manager's key. They change the decision and sign it again in that role; the other signatures
 * no longer count, and `verify` says so. The key is exchanged, and everything that it had signed is void.
 */
export const keyLeak: Drill = {
  page: "incident-response.md",
  detectedBy: "tagwright verify",
  damage: async (world) => {
    const sandbox = makeSandbox(world, {})
    sandboxes.set(world, sandbox)
    world.values.set("SANDBOX", sandbox.folder)
    await sandbox.judged()
    await sandbox.sign("release-manager")
    await sandbox.sign("privacy-officer")
    const decision = join(sandbox.folder, ".tagwright/evidence/decision.json")
    writeFileSync(decision, readFileSync(decision, "utf8").replace("Zero personal data violations", "Zero personal data violations "))
    await sandbox.sign("release-manager")
  },
  detected: async (world) => {
    const { code, out } = await sandboxOf(world).run("verify")
    return code === 1 && out.includes("privacy-officer: signature-void")
  },
  steps: [
    { say: "What does not count any more, and who made it?", command: "tagwright verify --cwd $SANDBOX" },
    { say: "Open the incident.", command: 'tagwright incident open --severity SEV1 --summary "a signing key is in the wrong hands"' },
    { say: "Give the person a new key; the old one no longer stands in the plan. Exchange every secret that stood beside it.", act: async (world) => sandboxOf(world).exchangeKey("release-manager") },
    { say: "Build, walk and judge again: nothing signed before counts.", act: (world) => sandboxOf(world).judged() },
    { say: "Both sign what they looked at.", act: async (world) => void (await sandboxOf(world).sign("release-manager"), await sandboxOf(world).sign("privacy-officer")) },
    { say: "Is everything in order?", command: "tagwright verify --cwd $SANDBOX" },
  ],
  recovered: async (world) => (await sandboxOf(world).run("verify")).code === 0,
}

import { findBackup, planRestore, restore } from "@tagwright/gtm/deploy"
import { diffText } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { count } from "../findings.ts"
import { needFiles } from "../read-container.ts"
import { goOnline } from "../tag-manager/online.ts"
import { findTarget, targetHelp, targetOptions } from "../tag-manager/target.ts"

/** Making the version, looking what is live, publishing. */
const callsAfterPush = 3

export const command = defineCommand({
  summary: "Bring a backup's content back, also into another container: into the workspace, into a new version proven equal, and live. Only says what it would do, unless --apply is given.",
  usage: "gtm restore [VERSION] (--env ENVIRONMENT [--server] | --container GTM-ID) [--apply]",
  examples: ["tagwright gtm restore --env production", "tagwright gtm restore 9 --env production --apply"],
  options: { ...targetOptions, workspace: { type: "string" }, apply: { type: "boolean" } },
  describe: { ...targetHelp, workspace: "name of the workspace (default: Tagwright)", apply: "do it" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm restore", 0, 1)
    const target = await findTarget(values, io)
    const backup = findBackup(target.backups, target.publicId, positionals[0])
    const { tagManager, container, expect } = await goOnline(target, values.pace, io)
    const input = { container, production: target.audience !== "testers", backups: target.backups, now: Date.now, backup, ...(values.workspace === undefined ? {} : { workspace: values.workspace }) }
    const plan = await planRestore(tagManager, input)
    const calls = plan.calls + callsAfterPush
    if (values.json !== true) io.out(diffText(plan.differences))
    if (values.apply === true) expect(calls)
    const done = values.apply === true ? await restore(tagManager, input, plan) : undefined
    if (values.json === true) io.out(`${JSON.stringify({ container: container.publicId, backup, changes: plan.changes.length, live: done?.versionId ?? null }, null, 2)}\n`)
    else if (done) io.out(`version ${done.versionId} of ${container.publicId} is live; it is proven to do what version ${backup.versionId} did\n`)
    else io.out(`${count(plan.changes.length, "change")} would bring version ${backup.versionId} back: ${count(calls, "call")}, about ${Math.ceil((calls * tagManager.everyMs) / 1000)} s. Say --apply to do it\n`)
    return 0
  },
})

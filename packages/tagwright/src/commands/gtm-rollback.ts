import { planRollback, rollback } from "@tagwright/gtm/deploy"
import { diffText } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { needFiles } from "../read-container.ts"
import { goOnline } from "../tag-manager/online.ts"
import { findTarget, targetHelp, targetOptions } from "../tag-manager/target.ts"

export const command = defineCommand({
  summary: "Put a version live again that was live before and is backed up: the last that was replaced, or the one named. Only says which, unless --apply is given.",
  usage: "gtm rollback (--env ENVIRONMENT [--server] | --container GTM-ID) [--to N] [--apply]",
  examples: ["tagwright gtm rollback --env production", "tagwright gtm rollback --env production --apply", "tagwright gtm rollback --env production --to 9 --apply"],
  options: { ...targetOptions, to: { type: "string" }, apply: { type: "boolean" } },
  describe: { ...targetHelp, to: "number of the version (default: the last that was replaced)", apply: "do it" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm rollback", 0, 0)
    const target = await findTarget(values, io)
    const { tagManager, container } = await goOnline(target, values.pace, io)
    const live = { container, production: target.audience !== "testers", backups: target.backups, now: Date.now }
    const plan = await planRollback(tagManager, live, values.to)
    const done = values.apply === true ? await rollback(tagManager, live, plan) : undefined
    const { versionId, reason, takenAt } = plan.backup
    if (values.json === true) io.out(`${JSON.stringify({ container: container.publicId, from: plan.live?.id ?? null, to: versionId, changed: done?.changed ?? false, differences: plan.differences }, null, 2)}\n`)
    else if (done) io.out(done.changed ? `version ${versionId} of ${container.publicId} is live again\n` : `version ${versionId} is live already\n`)
    else io.out(`${diffText(plan.differences)}version ${versionId} (backed up ${takenAt.slice(0, 10)}: ${reason}) would go live again. Say --apply to do it\n`)
    return 0
  },
})

import { Fault } from "@tagwright/formats"
import { assertApproved, liveVersion, publishVersion, readVersion } from "@tagwright/gtm/deploy"
import { compareContainers, diffText } from "@tagwright/gtm/format"
import { relative } from "node:path"
import { defineCommand } from "../command.ts"
import { approvalHelp, approvalOptions, findApproval } from "../tag-manager/approval.ts"
import { goOnline } from "../tag-manager/online.ts"
import { findTarget, targetHelp, targetOptions } from "../tag-manager/target.ts"

export const command = defineCommand({
  summary: "Put a version live and keep a backup of the one it replaces. Production needs an approved decision. Only says what it would do, unless --apply is given.",
  usage: "gtm publish VERSION (--env ENVIRONMENT [--server] | --container GTM-ID) [--release DIR] [--apply]",
  examples: ["tagwright gtm publish 7 --env staging --apply", "tagwright gtm publish 12 --env production --release releases/release-v1.2.0 --apply"],
  options: { ...targetOptions, ...approvalOptions, apply: { type: "boolean" } },
  describe: { ...targetHelp, ...approvalHelp, apply: "do it" },
  async run({ values, positionals, io }) {
    const [id, ...more] = positionals
    if (id === undefined || more.length > 0 || !/^\d+$/.test(id)) throw new Fault("caller", "gtm publish needs the number of one version", "tagwright gtm version makes one and says its number")
    const target = await findTarget(values, io)
    const approval = findApproval(target, values, io)
    const { tagManager, container } = await goOnline(target, values.pace, io)
    const live = { container, production: target.audience !== "testers", backups: target.backups, now: Date.now, ...(approval === undefined ? {} : { approval }) }
    if (values.apply === true) {
      const { replaced, changed } = await publishVersion(tagManager, live, id)
      const backup = replaced && `${relative(io.cwd, target.backups) || "."}/${container.publicId}/v${replaced.versionId}.json`
      if (values.json === true) io.out(`${JSON.stringify({ container: container.publicId, live: id, changed, replaced: replaced ?? null }, null, 2)}\n`)
      else io.out(changed ? `version ${id} of ${container.publicId} is live${backup === undefined ? "" : `; the one before is in ${backup}`}\n` : `version ${id} is live already\n`)
      return 0
    }
    const version = await readVersion(tagManager, container, id)
    if (version === undefined) throw new Fault("caller", `${container.publicId} has no version ${id}`, "tagwright gtm version makes one and says its number")
    assertApproved(live, version.content, `version ${id}`)
    const before = await liveVersion(tagManager, container)
    const differences = before === undefined ? [] : compareContainers(before.content, version.content)
    if (values.json === true) io.out(`${JSON.stringify({ container: container.publicId, live: before?.id ?? null, changed: false, differences }, null, 2)}\n`)
    else io.out(`${diffText(differences)}version ${id} may go live${before === undefined ? "" : ` in place of version ${before.id}`}. Say --apply to do it\n`)
    return 0
  },
})

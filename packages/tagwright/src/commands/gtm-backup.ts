import { Fault } from "@tagwright/formats"
import { listBackups, liveVersion, readVersion, writeBackup } from "@tagwright/gtm/deploy"
import { relative } from "node:path"
import { defineCommand } from "../command.ts"
import { needFiles } from "../read-container.ts"
import { goOnline } from "../tag-manager/online.ts"
import { findTarget, targetHelp, targetOptions } from "../tag-manager/target.ts"

export const command = defineCommand({
  summary: "Save the live version of a container, or any other, as an export with its digest. Changes nothing at Tag Manager.",
  usage: "gtm backup (--env ENVIRONMENT [--server] | --container GTM-ID) [--version N] | gtm backup --list …",
  examples: ["tagwright gtm backup --env production", "tagwright gtm backup --container GTM-ABC1234 --version 11", "tagwright gtm backup --env production --list"],
  options: { ...targetOptions, version: { type: "string" }, list: { type: "boolean" } },
  describe: { ...targetHelp, version: "number of the version (default: the live one)", list: "only list the backups that are there" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm backup", 0, 0)
    const target = await findTarget(values, io)
    if (values.list === true) {
      const backups = listBackups(target.backups, target.publicId)
      io.out(values.json === true ? `${JSON.stringify({ backups }, null, 2)}\n` : backups.map(({ versionId, takenAt, reason, digest }) => `version ${versionId}  ${takenAt}  ${digest.slice(0, 12)}  ${reason}\n`).join(""))
      return 0
    }
    const { tagManager, container } = await goOnline(target, values.pace, io)
    const version = values.version === undefined ? await liveVersion(tagManager, container) : await readVersion(tagManager, container, values.version)
    if (version === undefined) throw new Fault("caller", `${container.publicId} has no ${values.version === undefined ? "live version" : `version ${values.version}`}`, "Publish a version first, or name one with --version")
    const backup = writeBackup(target.backups, { publicId: container.publicId, version, takenAt: new Date(), reason: "taken by hand" })
    const file = `${relative(io.cwd, target.backups) || "."}/${container.publicId}/v${version.id}.json`
    io.out(values.json === true ? `${JSON.stringify({ file, ...backup }, null, 2)}\n` : `version ${version.id} of ${container.publicId} is in ${file}\nsha256 ${backup.digest}\n`)
    return 0
  },
})

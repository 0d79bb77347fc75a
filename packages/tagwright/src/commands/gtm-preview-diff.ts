import { Fault } from "@tagwright/formats"
import { findWorkspace, liveVersion, previewWorkspace, usualWorkspace } from "@tagwright/gtm/deploy"
import { compareContainers, diffText } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { needFiles } from "../read-container.ts"
import { goOnline } from "../tag-manager/online.ts"
import { findTarget, targetHelp, targetOptions } from "../tag-manager/target.ts"

export const command = defineCommand({
  summary: "Say what a workspace would change for visitors if it went live, and whether it compiles. Changes nothing.",
  usage: "gtm preview-diff (--env ENVIRONMENT [--server] | --container GTM-ID) [--workspace NAME]",
  examples: ["tagwright gtm preview-diff --env production", 'tagwright gtm preview-diff --container GTM-ABC1234 --workspace "Default Workspace" --json'],
  options: { ...targetOptions, workspace: { type: "string" } },
  describe: { ...targetHelp, workspace: "name of the workspace (default: Tagwright)" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm preview-diff", 0, 0)
    const { tagManager, container } = await goOnline(await findTarget(values, io), values.pace, io)
    const name = values.workspace ?? usualWorkspace
    const workspace = await findWorkspace(tagManager, container, name)
    if (workspace === undefined) throw new Fault("caller", `${container.publicId} has no workspace ${name}`, "Push to it first, or name another with --workspace")
    const { content, errors } = await previewWorkspace(tagManager, workspace)
    const live = await liveVersion(tagManager, container)
    const { accountId, containerId } = container
    const differences = compareContainers(live?.content ?? { exportFormatVersion: 2, containerVersion: { accountId, containerId } }, content)
    io.out(values.json === true ? `${JSON.stringify({ live: live?.id ?? null, differences, errors }, null, 2)}\n` : `${diffText(differences)}${errors.map((error) => `✗ ${error}\n`).join("")}`)
    return differences.length + errors.length === 0 ? 0 : 1
  },
})

import { Fault } from "@tagwright/formats"
import { assertApproved, createVersion, findWorkspace, previewWorkspace, usualWorkspace } from "@tagwright/gtm/deploy"
import { defineCommand } from "../command.ts"
import { needFiles } from "../read-container.ts"
import { approvalHelp, approvalOptions, findApproval } from "../tag-manager/approval.ts"
import { goOnline } from "../tag-manager/online.ts"
import { findTarget, targetHelp, targetOptions } from "../tag-manager/target.ts"

export const command = defineCommand({
  summary: "Make a version of a workspace; nothing goes live. Only says whether it could, unless --apply is given.",
  usage: "gtm version (--env ENVIRONMENT [--server] | --container GTM-ID) [--workspace NAME] [--name NAME] [--apply]",
  examples: ["tagwright gtm version --env staging", 'tagwright gtm version --env production --name "Release 1.2.0" --release releases/release-v1.2.0 --apply'],
  options: { ...targetOptions, ...approvalOptions, workspace: { type: "string" }, name: { type: "string" }, notes: { type: "string" }, apply: { type: "boolean" } },
  describe: { ...targetHelp, ...approvalHelp, workspace: "name of the workspace (default: Tagwright); making a version uses it up", name: "the version's name (default: Tagwright)", notes: "what it is for", apply: "do it" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm version", 0, 0)
    const target = await findTarget(values, io)
    const { tagManager, container } = await goOnline(target, values.pace, io)
    const name = values.workspace ?? usualWorkspace
    const workspace = await findWorkspace(tagManager, container, name)
    if (workspace === undefined) throw new Fault("caller", `${container.publicId} has no workspace ${name}`, "Push to it first, or name another with --workspace")
    const { content, errors } = await previewWorkspace(tagManager, workspace)
    const apply = values.apply === true && errors.length === 0
    const approval = apply ? findApproval(target, values, io) : undefined
    if (apply) assertApproved({ container, production: target.audience === "production", ...(approval === undefined ? {} : { approval }) }, content, `the workspace ${name}`)
    const version = apply ? await createVersion(tagManager, workspace, { name: values.name ?? "Tagwright", notes: values.notes ?? "" }) : undefined
    if (values.json === true) io.out(`${JSON.stringify({ container: container.publicId, workspace: name, version: version?.id ?? null, errors }, null, 2)}\n`)
    else if (version) io.out(`version ${version.id} of ${container.publicId} is made; tagwright gtm publish ${version.id} puts it live\n`)
    else io.out(errors.length === 0 ? `the workspace ${name} compiles. Say --apply to make a version of it\n` : errors.map((error) => `✗ ${error}\n`).join(""))
    return errors.length > 0 ? 1 : 0
  },
})

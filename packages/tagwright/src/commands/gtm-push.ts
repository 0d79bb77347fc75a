import { applyPush, assertApproved, planPush } from "@tagwright/gtm/deploy"
import { diffText } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { count } from "../findings.ts"
import { needFiles } from "../read-container.ts"
import { approvalHelp, approvalOptions, findApproval } from "../tag-manager/approval.ts"
import { goOnline } from "../tag-manager/online.ts"
import { findTarget, targetHelp, targetOptions, wantedContainer } from "../tag-manager/target.ts"

export const command = defineCommand({
  summary: "Bring a container into a workspace of Tag Manager; nothing goes live. Only says what it would do, unless --apply is given.",
  usage: "gtm push [FILE] (--env ENVIRONMENT [--server] | --container GTM-ID) [--apply]",
  examples: ["tagwright gtm push --env staging", "tagwright gtm push --env staging --apply", "tagwright gtm push GTM-ABC1234_v7.json --container GTM-ABC1234 --workspace Trial --apply"],
  options: { ...targetOptions, ...approvalOptions, workspace: { type: "string" }, "keep-others": { type: "boolean" }, apply: { type: "boolean" } },
  describe: { ...targetHelp, ...approvalHelp, workspace: "name of the workspace (default: Tagwright); it is made when it is not there", "keep-others": "leave what this container does not have, instead of deleting it", apply: "do it" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm push", 0, 1)
    const target = await findTarget(values, io)
    const wanted = wantedContainer(target, positionals[0], io)
    const { tagManager, container, expect } = await goOnline(target, values.pace, io)
    const input = { container, wanted, ...(values.workspace === undefined ? {} : { workspace: values.workspace }), keepOthers: values["keep-others"] === true }
    const plan = await planPush(tagManager, input)
    const apply = values.apply === true && plan.changes.length > 0
    if (values.json !== true) io.out(`${diffText(plan.differences)}`)
    if (apply) assertApproved({ container, production: target.audience === "production", ...approval(findApproval(target, values, io)) }, wanted, "the container to be pushed")
    if (apply) expect(plan.calls)
    const pushed = apply ? await applyPush(tagManager, input, plan) : undefined
    const { workspace, changes, calls, seconds } = plan
    const errors = pushed?.errors ?? []
    if (values.json === true) io.out(`${JSON.stringify({ container: container.publicId, workspace: workspace.name, applied: apply, changes: changes.map(({ status, kind, name }) => ({ status, kind, name })), calls, seconds, errors }, null, 2)}\n`)
    else if (changes.length === 0) io.out(`nothing to do: the workspace ${workspace.name} holds this container already\n`)
    else if (apply) io.out(`${count(changes.length, "change")} in the workspace ${workspace.name} of ${container.publicId}; nothing is live yet\n${errors.map((error) => `✗ ${error}\n`).join("")}`)
    else io.out(`${count(changes.length, "change")} would go to the workspace ${workspace.name} of ${container.publicId}: ${count(calls, "call")}, about ${seconds} s. Say --apply to do it\n`)
    return errors.length > 0 ? 1 : 0
  },
})

const approval = <T>(found: T | undefined): { approval?: T } => (found === undefined ? {} : { approval: found })

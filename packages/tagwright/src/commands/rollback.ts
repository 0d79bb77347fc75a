import { findPlan, resolvePlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { readState, releaseCopy, rollBack } from "@tagwright/release"
import { defineCommand } from "../command.ts"
import { describeReceipt, folderOf, prepare, reportReceipt } from "../deploy/prepare.ts"

export const command = defineCommand({
  summary: "Bring back the release that was live before: kit, server plan and containers; proven by a smoke journey.",
  usage: "rollback --env NAME [--to vX.Y.Z] [--without-containers] [--folder DIR] [--server URL] [--json]",
  examples: ["tagwright rollback --env production", "tagwright rollback --env production --to v1.0.0"],
  options: { env: { type: "string" }, to: { type: "string" }, "without-containers": { type: "boolean" }, folder: { type: "string" }, server: { type: "string" } },
  describe: {
    env: "an environment of the plan",
    to: "a release that was live here (default: the one before)",
    "without-containers": "the containers are brought back by hand",
    folder: "where releases are put (default: deploy.folder of the environment)",
    server: "where the server answers (default: deploy.server of the environment)",
  },
  async run({ values, io }) {
    const { env, to } = values
    if (env === undefined) throw new Fault("caller", "rollback needs --env", "For example: tagwright rollback --env production")
    const folder = values.folder ?? folderOf(await planOf(io.cwd, values.config), env, undefined, io.cwd)
    const { history, live } = readState(folder)
    const target = to ?? history.findLast(({ release }) => release !== live)?.release
    if (target === undefined) throw new Fault("caller", `no other release was live in ${folder}`, "Each release that is deployed is kept; there is none before this one")
    const prepared = prepare({ releaseDir: releaseCopy(folder, target), environment: env, folder, server: values.server, withoutContainers: values["without-containers"] === true, io })
    const receipt = await rollBack(prepared.apply, to)
    await reportReceipt(receipt, prepared, io)
    io.out(values.json === true ? `${JSON.stringify(receipt, null, 2)}\n` : describeReceipt(receipt))
    return receipt.outcome === "rolled-back" ? 0 : 1
  },
})

const planOf = async (cwd: string, config: string | undefined) => {
  const { plan } = await resolvePlan(findPlan(cwd, config))
  if (plan === undefined) throw new Fault("plan", "the plan cannot be read", "Run tagwright check")
  return plan
}

import { findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { deployRelease, openRelease, undoInterrupted } from "@tagwright/release"
import { readdirSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { describeReceipt, prepare, reportReceipt } from "../deploy/prepare.ts"

export const command = defineCommand({
  summary: "Bring a release to an environment: kit, server plan, containers; proven by a smoke journey, or taken back whole.",
  usage: "deploy [RELEASE_DIR] --env NAME [--undo] [--dry-run] [--without-containers] [--folder DIR] [--server URL] [--json]",
  examples: ["tagwright deploy --env staging", "tagwright deploy releases/release-v1.2.0 --env production", "tagwright deploy --env production --undo"],
  options: { env: { type: "string" }, undo: { type: "boolean" }, "dry-run": { type: "boolean" }, "without-containers": { type: "boolean" }, folder: { type: "string" }, server: { type: "string" } },
  describe: {
    env: "an environment of the plan",
    undo: "take back a deployment that was interrupted",
    "dry-run": "check everything and say what would be done",
    "without-containers": "the containers are imported by hand; the receipt shows that they were left out",
    folder: "where releases are put (default: deploy.folder of the environment)",
    server: "where the server answers (default: deploy.server of the environment)",
  },
  async run({ values, positionals, io }) {
    const { env } = values
    if (env === undefined) throw new Fault("caller", "deploy needs --env", "For example: tagwright deploy --env staging")
    const releaseDir = positionals[0] === undefined ? newestRelease(resolve(dirname(findPlan(io.cwd, values.config)), "releases")) : resolve(io.cwd, positionals[0])
    const { manifest, check } = openRelease(releaseDir)
    const prepared = prepare({ releaseDir, environment: env, folder: values.folder, server: values.server, withoutContainers: values["without-containers"] === true, io })
    const { apply: input } = prepared
    if (values["dry-run"] === true) {
      const signed = check.signatures.map(({ role, person }) => `${role} (${person ?? ""})`)
      const plan = { release: manifest.name, environment: env, folder: input.folder, containers: input.containers?.kinds ?? [], signatures: signed }
      io.out(values.json === true ? `${JSON.stringify(plan, null, 2)}\n` : `${manifest.name} would go to ${env}: ${input.folder}, containers ${plan.containers.join(", ") || "none"}; signed by ${signed.join(", ") || "nobody"}\n`)
      return 0
    }
    const receipt = values.undo === true ? await undoInterrupted(input) : await deployRelease({ ...input, release: releaseDir })
    await reportReceipt(receipt, prepared, io)
    io.out(values.json === true ? `${JSON.stringify(receipt, null, 2)}\n` : describeReceipt(receipt))
    return receipt.outcome === "deployed" || values.undo === true ? 0 : 1
  },
})

/** The highest version of the folder. */
const newestRelease = (folder: string): string => {
  const names = readNames(folder).filter((name) => /^release-v\d+\.\d+\.\d+$/.test(name))
  const newest = names.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1)
  if (newest === undefined) throw new Fault("caller", `there is no release in ${folder}`, "Run tagwright release --version X.Y.Z first, or name its folder")
  return join(folder, newest)
}
const readNames = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

import { findPlan } from "@tagwright/compiler"
import { compareProfiles, openEvidence, profileOf, regressionMarkdown, regressionText, weigh, type Profile } from "@tagwright/evidence"
import { Fault } from "@tagwright/formats"
import { dirname, join, resolve } from "node:path"
import { readAccepted, readBaseline, saveBaseline, writeAccepted } from "../baseline-files.ts"
import { defineCommand, type ExitCode, type Io } from "../command.ts"
import { count } from "../findings.ts"

interface Asked {
  /** The plan's folder */
  folder: string
  name: string
  /** What this run showed */
  now: Profile
  changes: readonly string[]
  values: { json?: boolean | undefined; markdown?: boolean | undefined; by?: string | undefined; reason?: string | undefined; all?: boolean | undefined }
  io: Io
}

const save = async ({ folder, name, now, values, io }: Asked): Promise<ExitCode> => {
  const path = await saveBaseline(folder, name, now)
  const facts = Object.values(now.facts).reduce((sum, section) => sum + Object.keys(section).length, 0)
  io.out(values.json === true ? `${JSON.stringify({ path, facts }, null, 2)}\n` : `${count(facts, "fact")} kept in ${path}\n`)
  return 0
}

const compare = async ({ folder, name, now, values, io }: Asked): Promise<ExitCode> => {
  const weighed = weigh(compareProfiles(await readBaseline(folder, name), now), await readAccepted(folder, name))
  io.out(values.json === true ? `${JSON.stringify(weighed, null, 2)}\n` : values.markdown === true ? regressionMarkdown(name, weighed) : regressionText(weighed))
  return weighed.open.length === 0 ? 0 : 1
}

const accept = async ({ folder, name, now, changes, values: { by, reason, all, json }, io }: Asked): Promise<ExitCode> => {
  if (by === undefined || reason === undefined) throw new Fault("caller", "accepting needs --by and --reason", 'For example: --by lena --reason "the new hero section"')
  const known = await readAccepted(folder, name)
  const { open, idle } = weigh(compareProfiles(await readBaseline(folder, name), now), known)
  const unknown = changes.find((change) => !open.some((one) => one.name === change))
  if (unknown !== undefined) throw new Fault("caller", `no open change is called "${unknown}"`, `Copy the name from: tagwright qa baseline compare ${name} --json`)
  const chosen = all === true ? open : open.filter((one) => changes.includes(one.name))
  if (chosen.length === 0) throw new Fault("caller", open.length === 0 ? "there is nothing to accept" : "no change was named", "Name changes as `compare --json` prints them, or use --all")
  const on = new Date().toISOString().slice(0, 10)
  const fresh = chosen.map(({ name: change, before, after }) => ({ name: change, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }), reason, by, on }))
  const path = await writeAccepted(folder, name, [...known.filter((one) => !idle.includes(one)), ...fresh])
  io.out(json === true ? `${JSON.stringify({ path, accepted: fresh }, null, 2)}\n` : `${count(fresh.length, "change")} accepted in ${path}; have it reviewed with the change itself\n`)
  return 0
}

const actions: Record<string, (asked: Asked) => Promise<ExitCode>> = { save, compare, accept }

export const command = defineCommand({
  summary: "Keep what a run showed, compare later runs with it, accept what was intended. Exit 1: something changed that nobody accepted.",
  usage: "qa baseline save|compare|accept NAME [CHANGE…] [--evidence DIR] [--by WHO --reason TEXT] [--all] [--markdown] [--json]",
  examples: ["tagwright qa baseline save release-1.4", "tagwright qa baseline compare release-1.4 --markdown", 'tagwright qa baseline accept release-1.4 "cost: cookie _fbp" --by lena --reason "ads are back"'],
  options: { evidence: { type: "string" }, by: { type: "string" }, reason: { type: "string" }, all: { type: "boolean" }, markdown: { type: "boolean" } },
  describe: {
    evidence: "sealed evidence of this run (default: .tagwright/evidence beside the plan)",
    by: "accept: who answers for the change",
    reason: "accept: why it is wanted",
    all: "accept: every open change",
    markdown: "compare: as Markdown, for a pull request's comment",
  },
  async run({ values, positionals: [action = "", name, ...changes], io }) {
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined
    if (act === undefined || name === undefined) throw new Fault("caller", "qa baseline needs save, compare or accept, and a name", "For example: tagwright qa baseline save release-1.4")
    const folder = dirname(findPlan(io.cwd, values.config))
    const { records, seal } = openEvidence(values.evidence === undefined ? join(folder, ".tagwright", "evidence") : resolve(io.cwd, values.evidence))
    return act({ folder, name, now: profileOf(records, seal.stable ?? seal.digest), changes, values, io })
  },
})

import { findPlan, freeze, lockFileOf, readLock, resolvePlan } from "@tagwright/compiler"
import { writeFile } from "node:fs/promises"
import { relative } from "node:path"
import { defineCommand } from "../command.ts"
import { count, printFindings } from "../findings.ts"

export const command = defineCommand({
  summary: "Approve the events that say `since`: from now on renaming one, or dropping a required parameter, is an error.",
  usage: "freeze [--config FILE] [--json]",
  examples: ["tagwright freeze"],
  options: {},
  describe: {},
  async run({ values, io }) {
    const file = findPlan(io.cwd, values.config)
    const { plan, findings } = await resolvePlan(file)
    if (plan === undefined || findings.some(({ severity }) => severity === "error")) {
      printFindings(findings, io)
      return 1
    }
    const lock = freeze(plan, await readLock(file))
    await writeFile(lockFileOf(file), `${JSON.stringify(lock, null, 2)}\n`)
    if (values.json === true) io.out(`${JSON.stringify(lock, null, 2)}\n`)
    else io.out(`${count(Object.keys(lock.events).length, "event")} frozen in ${relative(io.cwd, lockFileOf(file))}\n`)
    return 0
  },
})

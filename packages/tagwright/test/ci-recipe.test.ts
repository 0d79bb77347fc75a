import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { commonOptions } from "../src/command.ts"
import { isCommand, verbs } from "../src/verbs.ts"

const page = readFileSync(join(import.meta.dirname, "../../../docs/ci.md"), "utf8")
const blocks = (language: string): string[] => [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, text = ""]) => text)

/** Every command of ours on the page, as a shell would cut it into words. */
const commands = [...new Set([...page.matchAll(/npx tagwright ([^\n]*)/g)].map(([, line = ""]) => line.replace(/\s*(\|\||>>).*$/, "")))]
const words = (line: string): string[] => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "")

describe("docs/ci.md", () => {
  test.each(commands)("tagwright %s is a command with these options", async (line) => {
    const [first = "", second = "", ...rest] = words(line)
    const [verb, args] = Object.hasOwn(verbs, `${first} ${second}`) ? [`${first} ${second}`, rest] : [first, words(line).slice(1)]
    const { command } = (await verbs[verb]?.load()) ?? { command: undefined }
    if (!isCommand(command)) throw new Error(`there is no verb ${verb}`)
    expect(() => parseArgs({ args, options: { ...command.options, ...commonOptions }, allowPositionals: true })).not.toThrow()
  })

  test("the workflow is YAML, may only read, and keeps the evidence when something is red", () => {
    const [workflow, gitlab] = blocks("yaml").map((text) => parse(text))
    const { steps } = workflow.jobs.tracking
    expect(workflow.permissions).toEqual({ contents: "read" })
    expect(steps.every((step: { run?: string; uses?: string }) => (step.run === undefined) !== (step.uses === undefined))).toBe(true)
    const order = steps.map(({ run, uses }: { run?: string; uses?: string }) => run ?? uses).join("\n")
    expect(order).toMatch(/tagwright check[\s\S]*tagwright build[\s\S]*tagwright qa [\s\S]*tagwright judge[\s\S]*upload-artifact/)
    expect(steps.at(-1)).toMatchObject({ if: "${{ !cancelled() }}", with: { path: ".tagwright/evidence" } })
    expect(gitlab.tracking.artifacts.reports.junit).toBe(".tagwright/evidence/junit.xml")
  })

  test("an exit code of 2 is never taken for a pass", () => {
    for (const line of page.split("\n").filter((one) => one.includes("tagwright qa --"))) expect(line).toContain("|| [ $? -eq 1 ]")
    expect(page).not.toMatch(/tagwright \S.*\|\| true/)
  })
})

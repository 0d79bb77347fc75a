import { mkdtemp, rm, writeFile, readdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import type { Io } from "../src/command.ts"
import { isCommand, verbs } from "../src/verbs.ts"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-cli-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a command line in an empty folder and catches what it says. */
const run = async (...argv: string[]) => {
  const said = { out: "", err: "" }
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: async () => "",
    cwd: folder,
    env: {},
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  }
  return { code: await main(argv, io), ...said }
}

describe("the command line", () => {
  test("says what it can do", async () => {
    const { code, out } = await run("--help")
    expect(code).toBe(0)
    for (const name of Object.keys(verbs)) expect(out).toContain(name)
  })

  test("says which version it is", async () => {
    const { code, out } = await run("--version")
    expect(code).toBe(0)
    expect(out).toMatch(/^tagwright \d+\.\d+\.\d+, node 24\./)
  })

  test("every verb has a summary, a usage, examples, and a line for each option", async () => {
    for (const [name, verb] of Object.entries(verbs)) {
      const { command } = await verb.load()
      if (!isCommand(command)) throw new Error(`${name} is not a command`)
      expect(command.usage.startsWith(name), name).toBe(true)
      expect(command.examples.length, name).toBeGreaterThan(0)
      expect(Object.keys(command.describe).sort(), name).toEqual(Object.keys(command.options).sort())
      const { code, out } = await run(...name.split(" "), "--help")
      expect(code, name).toBe(0)
      expect(out, name).toContain("Examples")
    }
  })

  const wrong: [string[], RegExp][] = [
    [["chek"], /unknown verb "chek"/],
    [["check", "--nonsense"], /Unknown option '--nonsense'/],
    [["check"], /no tagwright.plan/],
    [["check", "--config", "nowhere.ts"], /no plan at nowhere.ts/],
    [["build", "--config", "plan.txt"], /no plan at plan.txt/],
  ]
  for (const [argv, message] of wrong)
    test(`tagwright ${argv.join(" ")} is one clear line and exit code 2`, async () => {
      const { code, err, out } = await run(...argv)
      expect(code).toBe(2)
      expect(err).toMatch(message)
      expect(err.trim().split("\n")).toHaveLength(1)
      expect(out).toBe("")
    })

  test("a plan with findings exits with 1, as text and as JSON", async () => {
    await writeFile(join(folder, "bad.json"), '{ "site": {} }')
    expect(await run("check", "--config", "bad.json")).toMatchObject({ code: 1, out: expect.stringContaining("bad.json:1:") })
    const { code, out } = await run("check", "--config", "bad.json", "--json")
    expect(code).toBe(1)
    expect(JSON.parse(out).findings[0]).toMatchObject({ severity: "error", at: { line: 1 } })
  })

  test("a plan with errors builds nothing", async () => {
    await writeFile(join(folder, "bad.json"), '{ "site": {} }')
    expect((await run("build", "--config", "bad.json", "--out", "out")).code).toBe(1)
    expect(await readdir(folder)).not.toContain("out")
  })
})

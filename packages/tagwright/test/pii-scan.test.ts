import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-pii-"))
  await writeFile(join(folder, "events.jsonl"), '{"text":"nothing"}\n{"text":"mail jane%40example.com"}\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = async (argv: string[], input = "") => {
  const said = { out: "", err: "" }
  const code = await main(["pii", "scan", ...argv], {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: async () => input,
    cwd: folder,
    env: {},
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  })
  return { code, ...said }
}

describe("P1 tagwright pii scan", () => {
  test("gives findings as data, without the values", async () => {
    const { code, out } = await run(["events.jsonl", "--field", "text", "--json"])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toEqual({ findings: [{ file: "events.jsonl", record: 1, start: 5, end: 23, kind: "email", confidence: 0.98, via: ["percent"] }] })
    expect(out).not.toMatch(/jane/)
  })

  test("reads standard input, and says it in words without the values", async () => {
    const { code, out } = await run(["-"], "call +43 664 1234567")
    expect(code).toBe(1)
    expect(out).toBe("-:0 5–20 phone (97 %)\n1 found\n")
  })

  test("is fine with nothing found", async () => {
    expect(await run(["-", "--json"], "1234567890.1734567890")).toMatchObject({ code: 0, out: '{\n  "findings": []\n}\n' })
  })

  test.each<[string[], RegExp]>([
    [[], /no file to scan/],
    [["nowhere.txt"], /cannot read nowhere.txt/],
    [["events.jsonl", "--format", "pdf"], /unknown format "pdf"/],
    [["events.jsonl", "--min-confidence", "x"], /"x" is no confidence/],
    [["events.jsonl", "--field", "nope"], /no record has a field "nope"/],
  ])("%j is one clear line and exit code 2", async (argv, message) => {
    const { code, err } = await run(argv)
    expect(code).toBe(2)
    expect(err).toMatch(message)
    expect(err.trim().split("\n")).toHaveLength(1)
  })
})

/**
 * `npm run engines -w packages/datalayer`: the whole browser suite, the same list of tests, in every engine. `-- webkit` runs just that
 * one. An engine that is not on this machine is named with the reason, and so is each test that an engine's driver has no means for;
 * neither counts as passed.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { engines, whyAbsent, type Engine } from "./support/launch.ts"

const root = join(import.meta.dirname, "../../..")
const files = ["consent", "bindings", "links", "hostile", "delivery", "banners", "policy", "guide", "properties"].map((name) => `packages/datalayer/test/${name}.test.ts`)

interface Report {
  testResults: { assertionResults: { fullName: string; status: string }[] }[]
}
type Outcome = Report["testResults"][number]["assertionResults"]

const run = (engine: Engine): Outcome => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-engines-"))
  try {
    const report = join(folder, "report.json")
    const options = ["run", "--maxWorkers", "1", "--reporter", "default", "--reporter", "json", "--outputFile.json", report, ...files]
    spawnSync(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), ...options], { cwd: root, stdio: "inherit", env: { ...process.env, TAGWRIGHT_ENGINE: engine } })
    const { testResults }: Report = JSON.parse(readFileSync(report, "utf8"))
    return testResults.flatMap(({ assertionResults }) => assertionResults)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const NOT_RUN = / \[not run: (.*)\]$/
const asked = process.argv.slice(2)
const lines: string[] = []
let listed: string | undefined
for (const engine of engines.filter((one) => asked.length === 0 || asked.includes(one))) {
  const absent = whyAbsent[engine]()
  if (absent !== undefined) {
    lines.push(`${engine}: not run, ${absent}`)
    continue
  }
  const tests = run(engine)
  const list = tests.map(({ fullName }) => fullName.replace(NOT_RUN, "")).sort().join("\n")
  const count = (status: string): number => tests.filter((test) => test.status === status).length
  lines.push(`${engine}: ${count("passed")} passed, ${count("failed")} failed, ${tests.length - count("passed") - count("failed")} not run`)
  lines.push(...tests.flatMap(({ fullName }) => (NOT_RUN.test(fullName) ? [`  not run: ${fullName.replace(NOT_RUN, ": $1")}`] : [])))
  if (list !== (listed ??= list)) lines.push(`  another list of tests than the engine before`)
  if (count("passed") === 0 || count("failed") > 0 || list !== listed) process.exitCode = 1
}
console.log(lines.join("\n"))

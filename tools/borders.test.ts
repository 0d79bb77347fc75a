import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Lints planted files (text by path) with the repository's own configuration. */
const lintAll = (files: Record<string, string>): { code: number | null; said: string } => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-borders-"))
  folders.push(folder)
  cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const { status, stdout } = spawnSync(join(root, "node_modules", ".bin", "oxlint"), ["--deny-warnings"], { cwd: folder, encoding: "utf8" })
  return { code: status, said: stdout }
}
const lintPlanted = (file: string, text: string) => lintAll({ [file]: text })

describe("the borders between packages can turn red", () => {
  test("a package that imports one it may not is named, with what it may import", () => {
    const { code, said } = lintPlanted("packages/release/src/planted.ts", 'import { startServer } from "@tagwright/server"\n\nexport const planted = startServer\n')
    expect(code).toBe(1)
    expect(said).toContain("release may import formats, evidence")
  })

  test("the way round through a relative path is closed", () => {
    const { code, said } = lintPlanted("packages/qa/src/planted.ts", 'import { judge } from "../../release/src/judge.ts"\n\nexport const planted = judge\n')
    expect(code).toBe(1)
    expect(said).toContain("by its name")
  })

  test("the kit takes the guard, and nothing else of privacy", () => {
    expect(lintPlanted("packages/datalayer/src/planted.ts", 'import { guard } from "@tagwright/privacy/guard"\n\nexport const planted = guard\n').code).toBe(0)
    expect(lintPlanted("packages/datalayer/src/planted.ts", 'import { scan } from "@tagwright/privacy"\n\nexport const planted = scan\n').code).toBe(1)
  })

  test("a type leaves no trace at run time and may pass", () => {
    expect(lintPlanted("packages/release/src/planted.ts", 'import type { RunningServer } from "@tagwright/server"\n\nexport type Planted = RunningServer\n').code).toBe(0)
  })

  test("an allowed import passes", () => {
    expect(lintPlanted("packages/release/src/planted.ts", 'import { openEvidence } from "@tagwright/evidence"\n\nexport const planted = openEvidence\n').code).toBe(0)
  })
})

describe("a circle inside a package turns red", () => {
  const stage = 'import { judge } from "./judge/judge.ts"\n\nexport interface Stage {\n  name: string\n}\nexport const run = (stage: Stage): boolean => judge(stage)\n'
  const judge = (from: string) => `import type { Stage } from "${from}"\n\nexport const judge = ({ name }: Stage): boolean => name !== ""\n`

  test("one that is closed by a type is named with its files", () => {
    const { code, said } = lintAll({ "packages/qa/src/stage.ts": stage, "packages/qa/src/judge/judge.ts": judge("../stage.ts") })
    expect(code).toBe(1)
    expect(said).toContain("no-cycle")
    expect(said).toContain("stage.ts")
    expect(said).toContain("judge.ts")
  })

  test("so is one that runs over a third file, which hands the type on", () => {
    const { code, said } = lintAll({ "packages/qa/src/stage.ts": stage, "packages/qa/src/judge/judge.ts": judge("../index.ts"), "packages/qa/src/index.ts": 'export type { Stage } from "./stage.ts"\n' })
    expect(code).toBe(1)
    expect(said).toContain("no-cycle")
  })

  test("a verb that imports the command line, which loads it, is told of another way", () => {
    const { code, said } = lintAll({ "packages/tagwright/src/commands/planted.ts": 'import { main } from "../cli.ts"\n\nexport const command = main\n' })
    expect(code).toBe(1)
    expect(said).toContain("handed in")
  })

  test("the type in a file of its own, below both, passes", () => {
    const parted = 'import { judge } from "./judge/judge.ts"\nimport type { Stage } from "./stage.ts"\n\nexport const run = (stage: Stage): boolean => judge(stage)\n'
    const { code } = lintAll({ "packages/qa/src/run.ts": parted, "packages/qa/src/stage.ts": "export interface Stage {\n  name: string\n}\n", "packages/qa/src/judge/judge.ts": judge("../stage.ts") })
    expect(code).toBe(0)
  })
})

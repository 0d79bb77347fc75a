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

/** Lints one planted file with the repository's own configuration. */
const lintPlanted = (file: string, text: string): { code: number | null; said: string } => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-borders-"))
  folders.push(folder)
  cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"))
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
  const { status, stdout } = spawnSync(join(root, "node_modules", ".bin", "oxlint"), ["--deny-warnings"], { cwd: folder, encoding: "utf8" })
  return { code: status, said: stdout }
}

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

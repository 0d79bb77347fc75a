import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"

/** A folder that is gone after the test. */
export const testFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "tagwright-release-"))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

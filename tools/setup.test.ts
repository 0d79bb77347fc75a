import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const setupFile = fileURLToPath(new URL("setup.mjs", import.meta.url))
const setup = (env: Record<string, string>) => spawnSync(process.execPath, [setupFile, "--run"], { encoding: "utf8", env: { ...process.env, ...env } })

describe("setup", () => {
  test("does nothing and says nothing where everything is there", () => {
    const { status, stdout, stderr } = setup({})
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" })
  })

  test("a browser that is named but not there is one clear line and exit code 2", () => {
    const { status, stderr } = setup({ TAGWRIGHT_CHROMIUM: "/nowhere/chromium" })
    expect(status).toBe(2)
    expect(stderr).toBe("setup: TAGWRIGHT_CHROMIUM names /nowhere/chromium, which is not there.\n")
  })
})

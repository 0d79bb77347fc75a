import { spawn, spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const setupFile = fileURLToPath(new URL("setup.mjs", import.meta.url))
const runFile = fileURLToPath(new URL("run.mjs", import.meta.url))
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

describe("a program of the repository", () => {
  test("ends when what started it is ended, in its own way", async () => {
    const program = `process.on("SIGTERM", () => { console.log("ended"); process.exit(3) }); setInterval(() => {}, 1000); console.log("there")`
    const runner = spawn(process.execPath, [runFile, "-e", program], { stdio: ["ignore", "pipe", "inherit"] })
    let said = ""
    const code = new Promise((resolve) => runner.on("close", resolve))
    await new Promise<void>((resolve) => runner.stdout.on("data", (chunk) => ((said += String(chunk)), said.includes("there") && resolve())))
    runner.kill("SIGTERM")
    expect(await code).toBe(3)
    expect(said).toContain("ended")
  })
})

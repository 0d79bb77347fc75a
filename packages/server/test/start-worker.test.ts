import { execFile } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"

const run = promisify(execFile)
const sources = new URL("../src/", import.meta.url)
const program = new URL("helpers/threads-come-and-go.ts", import.meta.url)

/** How often V8 frees compiled WebAssembly while threads come and go in a process of their own. */
const freedWith = async (threads: "ours" | "plain"): Promise<number> => {
  // A warm cache would leave nothing to strip.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" }
  const { stdout } = await run(process.execPath, ["--trace-wasm-code-gc", fileURLToPath(program), threads], { env })
  const [, whileThreads = ""] = stdout.split("threads\n")
  return whileThreads.match(/Triggering GC/g)?.length ?? 0
}

describe("threads that run from sources", () => {
  it("what strips their types is not freed under them (it ended the process), as it is under a plain thread", async () => {
    expect(await freedWith("ours")).toBe(0)
    expect(await freedWith("plain")).toBeGreaterThan(0)
  })
  it("every thread of the server starts that way", () => {
    const starting = globSync("**/*.ts", { cwd: sources }).filter((file) => readFileSync(new URL(file, sources), "utf8").includes("new Worker("))
    expect(starting).toEqual(["start-worker.ts"])
  })
})

import { spawn, type ChildProcess } from "node:child_process"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { Life } from "./child.ts"

/** Half of a life is reading our own sources; what the first one compiled, the others find here. */
const COMPILED = join(tmpdir(), "tagwright-compiled")
const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url))

export interface Running {
  process: ChildProcess
  url: string
  /** Resolves when it is gone, by whatever cause */
  gone: Promise<void>
  kill(): Promise<void>
}

/** Starts the server in a process of its own. `wrapper`: a command to run it under, e.g. strace. `program`: another build of it. */
export const startLife = (life: Life, wrapper: readonly string[] = [], program = CHILD): Promise<Running> =>
  new Promise((resolve, reject) => {
    const [command = process.execPath, ...rest] = [...wrapper, process.execPath, program, JSON.stringify(life)]
    const child = spawn(command, rest, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, NODE_COMPILE_CACHE: COMPILED } })
    const gone = new Promise<void>((done) => child.once("exit", () => done()))
    const kill = (): Promise<void> => (child.kill("SIGKILL"), gone)
    createInterface({ input: child.stdout }).once("line", (url) => resolve({ process: child, url, gone, kill }))
    child.once("error", reject)
    void gone.then(() => reject(new Error("the server ended before it was ready")))
  })

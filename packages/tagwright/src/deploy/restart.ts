import { Fault } from "@tagwright/formats"
import { spawn } from "node:child_process"

const LONGEST_MS = 120_000
/** Enough of a complaint to understand it. */
const SHOWN = 400

/** Runs the plan's restart command. It is trusted as much as the plan: people signed both. */
export const runRestart = (command: string, cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<void> =>
  new Promise((done, refuse) => {
    const child = spawn(command, { cwd, env: { ...env }, shell: true, stdio: ["ignore", "ignore", "pipe"], timeout: LONGEST_MS })
    let said = ""
    child.stderr.on("data", (chunk) => (said = `${said}${String(chunk)}`.slice(-SHOWN)))
    child.on("error", (cause) => refuse(new Fault("caller", `the restart command cannot run: ${cause.message}`, "Check `deploy.restart` of the environment", { cause })))
    child.on("close", (code) => (code === 0 ? done() : refuse(new Fault("caller", `the restart command ended with ${code ?? "a signal"}: ${said.trim()}`, "Run it by hand to see why; then run the deployment again"))))
  })

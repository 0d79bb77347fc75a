import { Fault } from "@tagwright/formats"
import { spawn, type ChildProcess } from "node:child_process"
import { resolve } from "node:path"

/** `--site` names a folder or, when it begins with http, a program that serves the site on this machine. */
export const siteOption = (named: string | undefined, otherwise: string, cwd: string): { folder: string } | { url: string } => {
  if (named === undefined) return { folder: otherwise }
  return /^https?:\/\//.test(named) ? { url: named } : { folder: resolve(cwd, named) }
}

/** A development server compiles before it says where it is; a big site takes its time. */
const START_MS = 120_000
/** Between two tries whether a named address answers: there is nothing that could call us. */
const TRY_MS = 100
const local = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/?[^\s"'\u001b]*/
const lastLines = 8

/** A program that serves the site: where, and how to stop it with its children. */
export interface StartedSite {
  url: string
  stop(): void
}

const answers = (url: string): Promise<boolean> => fetch(url, { redirect: "manual" }).then(() => true, () => false)

const killGroup = (child: ChildProcess): void => {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(-child.pid, "SIGTERM")
  } catch {
    child.kill()
  }
}

/** Runs `--site-command` and waits until the site answers: at `named`, or at the first local address the program prints. Throws a Fault when it ends or stays silent. */
export const startSite = async (command: string, named: string | undefined, cwd: string, env: Record<string, string | undefined>): Promise<StartedSite> => {
  // A group of its own, so that a shell's children end with it.
  const child = spawn(command, { cwd, shell: true, detached: true, env, stdio: ["ignore", "pipe", "pipe"] })
  let said = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)))
  const stop = () => killGroup(child)
  process.once("exit", stop)
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  for (const until = Date.now() + START_MS; Date.now() < until && !isOver(); ) {
    const url = named ?? local.exec(said)?.[0]
    if (url !== undefined && (await answers(url))) return { url, stop }
    await new Promise((settle) => setTimeout(settle, TRY_MS))
  }
  stop()
  const end = said.trim().split("\n").slice(-lastLines).join("\n")
  throw new Fault("caller", `${command} ${isOver() ? "ended before the site answered" : `did not serve a site within ${START_MS / 1000} s`}\n${end}`, "Try the command by hand; if it does not print its address, name it with --site URL")
}

/** The site of a command: the folder or address named, or what `--site-command` serves. `stop` ends what was started. */
export const openSite = async ({ site, "site-command": command }: { site?: string | undefined; "site-command"?: string | undefined }, otherwise: string, cwd: string, env: Record<string, string | undefined>): Promise<{ site: { folder: string } | { url: string }; stop(): void }> => {
  if (command === undefined) return { site: siteOption(site, otherwise, cwd), stop: () => undefined }
  const { url, stop } = await startSite(command, site, cwd, env)
  return { site: { url }, stop }
}

import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { launcher } from "./studio.ts"

export interface OpenRun {
  /** The printed addresses: site, server, report, live */
  urls: Record<string, string>
  /** Ctrl-C, and the exit code that follows */
  interrupt(): Promise<number | null>
}

/** Starts the program without `--once` and waits until it has printed that it stays open. */
export const openRun = async (cwd: string): Promise<OpenRun> => {
  const child = spawn(process.execPath, [launcher, "run"], { cwd, stdio: ["ignore", "pipe", "pipe"] })
  const gone = new Promise<number | null>((settle) => child.once("close", settle))
  let complaints = ""
  child.stderr.on("data", (chunk) => (complaints += String(chunk)))
  const urls: Record<string, string> = {}
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, url] = /^(\w+): +(http\S+)$/.exec(line) ?? []
    if (name !== undefined && url !== undefined) urls[name] = url
    if (line.startsWith("Ctrl-C"))
      return {
        urls,
        interrupt: () => {
          child.kill("SIGINT")
          return gone
        },
      }
  }
  throw new Error(`it ended (${String(await gone)}) before it was open: ${complaints.slice(-2000)}`)
}

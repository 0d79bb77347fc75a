import { Fault } from "@tagwright/formats"
import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

/** A world that somebody leaves open for days must not grow; a run logs a few hundred lines. */
const mostLines = 20_000

const launcher = fileURLToPath(new URL("../../bin/tagwright.js", import.meta.url))

export interface ServerProcessInput {
  /** Folder of the plan, whose bundle, evidence and releases the dashboard shows; default: none */
  folder?: string | undefined
  /** server/plan.json of a bundle */
  plan: string
  environment: string
  /** Folder of the database; a second start on it continues where the first was stopped */
  data: string
  /** PostgreSQL's URL, in place of a file in `data` */
  database?: string | undefined
  /** 0: any free port */
  port: number
  adminToken: string
  /** Takes what it logs, line by line */
  log?: string[] | undefined
  /** Secrets by name, and TAGWRIGHT_<VENDOR>_URL where a stand-in answers */
  env: Record<string, string>
}

export interface ServerProcess {
  url: string
  port: number
  adminToken: string
  /** Makes the first account of the dashboard; undefined when there is one */
  setupLink: string | undefined
  /** Ends it, by default with the time to finish what it holds; resolves when it is gone */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>
}

/** Starts `tagwright serve` as a process of its own, as a person would. Resolves when it says that it is ready. */
export const startServerProcess = async ({ folder, plan, environment, data, database, port, adminToken, log = [], env }: ServerProcessInput): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [launcher, "serve", "--plan", plan, "--environment", environment, "--data", data, "--port", String(port), "--json", ...(folder === undefined ? [] : ["--cwd", folder])], {
    env: { ...(database === undefined ? {} : { TAGWRIGHT_DATABASE_URL: database, PGPASSWORD: process.env["PGPASSWORD"] }), PATH: process.env["PATH"], HOME: process.env["HOME"], ...env, TAGWRIGHT_ADMIN_TOKEN: adminToken },
    stdio: ["ignore", "pipe", "pipe"],
  })
  // Nobody is left to stop it when this process ends in a hurry.
  const end = () => void child.kill("SIGKILL")
  process.once("exit", end)
  child.once("close", () => process.off("exit", end))
  createInterface({ input: child.stderr }).on("line", (line) => {
    log.push(line)
    if (log.length > mostLines) log.shift()
  })
  const gone = new Promise<void>((settle) => child.once("close", () => settle()))
  const said = await Promise.race([firstLine(child), gone.then(() => undefined)])
  if (said === undefined) throw new Fault("machine", `the server did not start: ${log.at(-1)?.replace(/^tagwright: /, "").replace(/\.$/, "") ?? "no reason given"}`, "Mend that and run again")
  return {
    url: said.url,
    port: Number(new URL(said.url).port),
    adminToken,
    setupLink: said.setupLink,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal)
      await gone
    },
  }
}

const firstLine = async (child: ChildProcess): Promise<{ url: string; setupLink: string | undefined } | undefined> => {
  if (child.stdout === null) return undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const said: unknown = JSON.parse(line)
    if (typeof said === "object" && said !== null && "url" in said && typeof said.url === "string")
      return { url: said.url, setupLink: "setupLink" in said && typeof said.setupLink === "string" ? said.setupLink : undefined }
  }
  return undefined
}

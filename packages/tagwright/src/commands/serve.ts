import { Fault, type ServerPlan } from "@tagwright/formats"
import { startServer, type ServerOptions, type Vendor } from "@tagwright/server"
import { findPlan } from "@tagwright/compiler"
import { dashboardAssets } from "@tagwright/dashboard"
import { readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { pino } from "pino"
import { defineCommand } from "../command.ts"

const DEFAULT_PORT = 8787
const vendorNames = ["ga4", "meta", "google-ads", "linkedin", "tiktok", "hubspot", "mailerlite", "pipedrive", "files", "bigquery", "stripe"] as const satisfies readonly Vendor[]
/** `TAGWRIGHT_GOOGLE_ADS_URL` and the like: another address in place of the vendor's own. */
const variableOf = (vendor: Vendor): string => `TAGWRIGHT_${vendor.toUpperCase().replace("-", "_")}_URL`

export const command = defineCommand({
  summary: "Run the server: receives events and webhooks, stores, delivers.",
  usage: "serve [--plan FILE] [--environment NAME] [--data DIR] [--port N] [--host ADDRESS]",
  examples: ["tagwright serve --environment staging --data .tagwright/data", "tagwright serve --plan dist/tracking/server/plan.json --environment production --data /var/lib/tagwright --port 8787"],
  options: { plan: { type: "string" }, environment: { type: "string" }, data: { type: "string" }, port: { type: "string" }, host: { type: "string" } },
  describe: {
    plan: "the server plan of a bundle (default: .tagwright/bundle/server/plan.json beside the plan)",
    environment: "which environment of the plan (default: production)",
    data: "folder of the database (default: .tagwright/data/<environment> beside the plan)",
    port: `where to listen, 0 for any free port (default: ${DEFAULT_PORT})`,
    host: "address to listen on (default: 127.0.0.1)",
  },
  async run({ values, io }) {
    const beside = (...path: string[]): string => resolve(dirname(findPlan(io.cwd, values.config)), ".tagwright", ...path)
    const environment = values.environment ?? "production"
    const file = values.plan === undefined ? beside("bundle/server/plan.json") : resolve(io.cwd, values.plan)
    const server = await startServer({
      plan: readServerPlan(file),
      environment,
      data: values.data === undefined ? beside("data", environment) : resolve(io.cwd, values.data),
      port: portOf(values.port),
      host: values.host ?? "127.0.0.1",
      secrets: (name) => io.env[name],
      vendors: vendorUrls(io.env),
      adminToken: io.env["TAGWRIGHT_ADMIN_TOKEN"],
      dashboard: { assets: dashboardAssets, publicUrl: publicUrl(io.env["TAGWRIGHT_PUBLIC_URL"]) },
      // Logs go to stderr: stdout carries the one line that says where the server is.
      log: pino({ level: values.quiet === true ? "silent" : (io.env["TAGWRIGHT_LOG"] ?? "info") }, pino.destination({ fd: 2, sync: true })),
    })
    io.out(values.json === true ? `${JSON.stringify({ url: server.url, environment })}\n` : `tagwright server (${environment}) at ${server.url}, dashboard at ${server.url}/ops\n`)
    if (server.setupLink !== undefined && values.quiet !== true) io.err(`Nobody has an account for the dashboard yet. This link makes the first one; it works once, for a day:\n${server.setupLink}\n`)
    await new Promise<void>((done) => (io.signal.aborted ? done() : io.signal.addEventListener("abort", () => done(), { once: true })))
    await server.close()
    return 0
  },
})

const portOf = (text: string | undefined): number => {
  const port = text === undefined ? DEFAULT_PORT : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Fault("caller", `--port ${text} is not a port`, "Give a number from 0 to 65535")
  return port
}

const publicUrl = (url: string | undefined): string | undefined => {
  if (url !== undefined && !URL.canParse(url)) throw new Fault("caller", "TAGWRIGHT_PUBLIC_URL is not a URL", "Give the address at which people reach the server, such as https://ops.example.com, or unset it")
  return url
}

const vendorUrls = (env: Record<string, string | undefined>): NonNullable<ServerOptions["vendors"]> => {
  const found: NonNullable<ServerOptions["vendors"]> = {}
  for (const vendor of vendorNames) {
    const url = env[variableOf(vendor)]
    if (url === undefined) continue
    if (!URL.canParse(url)) throw new Fault("caller", `${variableOf(vendor)} is not a URL`, "Give a base URL such as http://127.0.0.1:9000, or unset it")
    found[vendor] = url
  }
  return found
}

const readServerPlan = (file: string): ServerPlan => {
  try {
    const plan: ServerPlan = JSON.parse(readFileSync(file, "utf8"))
    // A release from before the funnel and the alert channels can still be rolled back to.
    if (typeof plan.planDigest === "string" && typeof plan.events === "object") return { ...plan, funnel: plan.funnel ?? [], operations: plan.operations ?? { owners: {}, onCall: [], channels: {} } }
  } catch (cause) {
    throw new Fault("caller", `cannot read the server plan ${file}`, "Run tagwright build first, or name it with --plan", { cause })
  }
  throw new Fault("caller", `${file} is not a server plan`, "Name server/plan.json of a bundle")
}

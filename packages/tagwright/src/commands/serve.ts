import { startServer } from "@tagwright/server"
import { dashboardAssets } from "@tagwright/dashboard"
import { pino } from "pino"
import { defineCommand } from "../command.ts"
import { documentsBeside } from "../ops/documents-later.ts"
import { oidcFrom } from "../ops/oidc-from.ts"
import { missingSecrets, readSettings, secretReader } from "../serve-settings.ts"

export const command = defineCommand({
  summary: "Run the server: receives events and webhooks, stores, delivers.",
  usage: "serve [--plan FILE] [--environment NAME] [--data DIR] [--database URL] [--role ROLE] [--port N] [--host ADDRESS] [--settings FILE]",
  examples: [
    "tagwright serve --environment staging --data .tagwright/data",
    "tagwright serve --plan dist/tracking/server/plan.json --environment production --data /var/lib/tagwright --port 8787",
    "tagwright serve --environment production --database postgres://tagwright@db.internal/tagwright --role worker",
    "STRIPE_WEBHOOK_SECRET_FILE=/run/secrets/stripe tagwright serve --settings /etc/tagwright/settings.yaml",
  ],
  options: { plan: { type: "string" }, environment: { type: "string" }, data: { type: "string" }, database: { type: "string" }, role: { type: "string" }, port: { type: "string" }, host: { type: "string" }, settings: { type: "string" } },
  describe: {
    plan: "the server plan of a bundle (default: .tagwright/bundle/server/plan.json beside the plan)",
    environment: "which environment of the plan (default: production)",
    data: "folder of the database (default: .tagwright/data/<environment> beside the plan)",
    database: "PostgreSQL's URL, shared by any number of processes; the password comes from PGPASSWORD (default: an SQLite file in --data)",
    role: "all, or with --database: ingest (only receives) or worker (only reads messages and delivers)",
    port: "where to listen, 0 for any free port (default: 8787)",
    host: "address to listen on (default: 127.0.0.1)",
    settings: "YAML or JSON with these options, log and public_url; the environment (TAGWRIGHT_PORT …) and options go before it",
  },
  async run({ values, io }) {
    const settings = readSettings({ ...values, ...(values.database !== undefined && { database_url: values.database }) }, io)
    const secrets = secretReader(io.env)
    // Logs go to stderr: stdout carries the one line that says where the server is.
    const log = pino({ level: values.quiet === true ? "silent" : settings.log }, pino.destination({ fd: 2, sync: true }))
    const missing = missingSecrets(settings.plan, secrets)
    if (missing.length > 0) log.warn({ missing }, "secrets are missing: their webhooks are quarantined, their deliveries become dead letters, the links of mails stay unsigned until they are set")
    const { environment } = settings
    const server = await startServer({
      ...settings,
      secrets,
      adminToken: secrets("TAGWRIGHT_ADMIN_TOKEN"),
      dashboard: { assets: dashboardAssets, documents: documentsBeside(io.cwd, values.config), oidc: oidcFrom(secrets), publicUrl: settings.publicUrl },
      log,
      signal: io.signal,
    }).catch((error: unknown) => {
      if (io.signal.aborted) return undefined
      throw error
    })
    if (server === undefined) return 0
    io.out(values.json === true ? `${JSON.stringify({ url: server.url, environment, setupLink: server.setupLink })}\n` : `tagwright server (${environment}) at ${server.url}, dashboard at ${server.url}/ops\n`)
    if (server.setupLink !== undefined && values.quiet !== true) io.err(`Nobody has an account for the dashboard yet. This link makes the first one; it works once, for a day:\n${server.setupLink}\n`)
    const stopped = new Promise<undefined>((done) => (io.signal.aborted ? done(undefined) : io.signal.addEventListener("abort", () => done(undefined), { once: true })))
    const refusal = await Promise.race([stopped, server.refused])
    await server.close()
    if (refusal !== undefined) throw refusal
    return 0
  },
})

import { Fault, type ServerPlan } from "@tagwright/formats"
import { isNetwork, serverRoles, type ServerOptions, type ServerRole, type Vendor } from "@tagwright/server"
import { findPlan } from "@tagwright/compiler"
import { accessSync, constants, mkdirSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { parse } from "yaml"
import type { Io } from "./command.ts"

const LOG_LEVELS: readonly string[] = ["silent", "fatal", "error", "warn", "info", "debug", "trace"]
const DEFAULTS = { environment: "production", port: "8787", host: "127.0.0.1", log: "info" } as const
export const settingNames = ["plan", "environment", "data", "database_url", "role", "port", "host", "log", "public_url", "trusted_proxies"] as const
type SettingName = (typeof settingNames)[number]
type Given = Partial<Record<SettingName, string>>

const vendorNames = ["ga4", "meta", "google-ads", "linkedin", "tiktok", "hubspot", "mailerlite", "pipedrive", "rest", "webhook", "files", "bigquery", "stripe", "paddle", "mollie", "paypal", "shopify"] as const satisfies readonly Vendor[]
/** `TAGWRIGHT_GOOGLE_ADS_URL` and the like: another address in place of the vendor's own. */
const variableOf = (name: string): string => `TAGWRIGHT_${name.toUpperCase().replaceAll("-", "_")}`

export interface Settings {
  plan: ServerPlan
  environment: string
  data: string
  database: string | undefined
  role: ServerRole
  port: number
  host: string
  log: string
  publicUrl: string | undefined
  /** Addresses and networks whose X-Forwarded-For is believed */
  trustedProxies: readonly string[]
  vendors: NonNullable<ServerOptions["vendors"]>
}

/**
 * What the server is started with. Each setting by option, else by environment (`TAGWRIGHT_PORT`), else by the file that
 * `--settings` names, else its default. Everything that is wrong is said at once.
 */
export const readSettings = (options: Given & { settings?: string | undefined; config?: string | undefined }, io: Pick<Io, "cwd" | "env">): Settings => {
  const problems: string[] = []
  const file = options.settings === undefined ? {} : readFile(resolve(io.cwd, options.settings), problems)
  const given = (name: SettingName): string | undefined => options[name] ?? io.env[variableOf(name)] ?? file[name]
  const beside = (...path: string[]): string => resolve(dirname(findPlan(io.cwd, options.config)), ".tagwright", ...path)
  const environment = given("environment") ?? DEFAULTS.environment
  const settings = {
    plan: readServerPlan(given("plan") === undefined ? beside("bundle/server/plan.json") : resolve(io.cwd, given("plan") ?? ""), environment, problems),
    environment,
    data: dataFolder(given("data") === undefined ? beside("data", environment) : resolve(io.cwd, given("data") ?? ""), problems),
    database: given("database_url"),
    role: roleOf(given("role"), given("database_url"), problems),
    port: portOf(given("port") ?? DEFAULTS.port, problems),
    host: given("host") ?? DEFAULTS.host,
    log: oneOf(given("log") ?? DEFAULTS.log, "log", LOG_LEVELS, problems),
    publicUrl: urlOf(given("public_url"), variableOf("public_url"), problems),
    trustedProxies: networksOf(given("trusted_proxies") ?? "", problems),
    vendors: Object.fromEntries(
      vendorNames.flatMap((vendor) => {
        const url = urlOf(io.env[`${variableOf(vendor)}_URL`], `${variableOf(vendor)}_URL`, problems)
        return url === undefined ? [] : [[vendor, url]]
      }),
    ),
  }
  const { plan } = settings
  if (problems.length > 0 || plan === undefined) throw new Fault("caller", problems.join("; "), problems.length === 1 ? "Mend it and start again: tagwright serve --help" : `Mend these ${problems.length} and start again: tagwright serve --help`)
  return { ...settings, plan }
}

const readFile = (file: string, problems: string[]): Given => {
  let value: unknown
  try {
    value = parse(readFileSync(file, "utf8"))
  } catch {
    problems.push(`cannot read the settings ${file} (YAML or JSON)`)
    return {}
  }
  const known = new Set<string>(settingNames)
  const found: Given = {}
  for (const [name, one] of Object.entries(value ?? {})) {
    if (!known.has(name)) problems.push(`${file} has "${name}", which is no setting (${settingNames.join(", ")})`)
    else if (typeof one !== "string" && typeof one !== "number") problems.push(`${file}: ${name} is not a text or number`)
    else Object.assign(found, { [name]: String(one) })
  }
  return found
}

const readServerPlan = (file: string, environment: string, problems: string[]): ServerPlan | undefined => {
  try {
    const plan: ServerPlan = JSON.parse(readFileSync(file, "utf8"))
    if (typeof plan.planDigest !== "string" || typeof plan.events !== "object") problems.push(`${file} is not a server plan: name server/plan.json of a bundle`)
    else if (plan.site.environments[environment] === undefined) problems.push(`the plan has no environment "${environment}" (it has ${Object.keys(plan.site.environments).join(", ")})`)
    return plan
  } catch {
    problems.push(`cannot read the server plan ${file}: run tagwright build first, or name it with --plan`)
    return undefined
  }
}

const dataFolder = (folder: string, problems: string[]): string => {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch {
    problems.push(`cannot write into the data folder ${folder}`)
  }
  return folder
}
const portOf = (text: string, problems: string[]): number => {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) problems.push(`port "${text}" is not a number from 0 to 65535`)
  return port
}
const networksOf = (text: string, problems: string[]): string[] => {
  const networks = text.split(/[\s,]+/).filter((one) => one !== "")
  for (const one of networks) if (!isNetwork(one)) problems.push(`trusted_proxies has "${one}", which is neither an address nor a network (10.0.0.0/8)`)
  return networks
}
const roleOf = (text: string | undefined, database: string | undefined, problems: string[]): ServerRole => {
  const role = serverRoles.find((one) => one === (text ?? "all"))
  if (role === undefined) problems.push(`role "${text}" is not one of ${serverRoles.join(", ")}`)
  else if (role !== "all" && database === undefined) problems.push(`role "${role}" needs a database that other processes share (--database)`)
  return role ?? "all"
}
const oneOf = (text: string, name: string, allowed: readonly string[], problems: string[]): string => {
  if (!allowed.includes(text)) problems.push(`${name} "${text}" is not one of ${allowed.join(", ")}`)
  return text
}
const urlOf = (text: string | undefined, name: string, problems: string[]): string | undefined => {
  if (text !== undefined && !/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : "")) problems.push(`${name} is not an http or https address`)
  return text
}

/** How long a secret's file is believed before it is read again: a rotated one counts at once, without a restart. */
const SECRET_MS = 1_000

/** A secret by its name: from the environment, from the file that `NAME_FILE` names, or from systemd's credentials folder. */
export const secretReader = (env: Io["env"], now: () => number = Date.now): ((name: string) => string | undefined) => {
  const kept = new Map<string, { value: string | undefined; until: number }>()
  const fileOf = (name: string): string | undefined => env[`${name}_FILE`] ?? (env["CREDENTIALS_DIRECTORY"] === undefined ? undefined : resolve(env["CREDENTIALS_DIRECTORY"], name))
  return (name) => {
    if (env[name] !== undefined) return env[name]
    const file = fileOf(name)
    if (file === undefined) return undefined
    const known = kept.get(name)
    if (known !== undefined && known.until > now()) return known.value
    const value = contentOf(file)
    kept.set(name, { value, until: now() + SECRET_MS })
    return value
  }
}
const contentOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8").trim() || undefined
  } catch {
    return undefined
  }
}

/** Names of secrets that the plan asks for and nobody gave: what needs them waits, the rest goes on. */
export const missingSecrets = (plan: Pick<ServerPlan, "destinations" | "webhooks" | "identity">, secrets: (name: string) => string | undefined): string[] => {
  const wanted = [...Object.values(plan.destinations), ...Object.values(plan.webhooks)].flatMap((one) => [...("secret" in one && typeof one.secret === "string" ? [one.secret] : []), ...("erase" in one && one.erase !== undefined && "secret" in one.erase ? [one.erase.secret] : [])])
  return [...new Set([...wanted, ...(plan.identity.links === undefined ? [] : [plan.identity.links])])].filter((name) => secrets(name) === undefined).toSorted()
}

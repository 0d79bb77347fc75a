import { Fault } from "@tagwright/formats"
import type { Io } from "../command.ts"

export const opsOptions = { server: { type: "string" } } as const
export const opsDescribe = { server: "the server's address (default: TAGWRIGHT_SERVER, else http://127.0.0.1:8787)" } as const

const DEFAULT_SERVER = "http://127.0.0.1:8787"

/** Talks to a running server's inspection API; the token comes from TAGWRIGHT_ADMIN_TOKEN. */
export const opsClient = (io: Io, server: string | undefined) => {
  const base = (server ?? io.env["TAGWRIGHT_SERVER"] ?? DEFAULT_SERVER).replace(/\/+$/, "")
  const token = io.env["TAGWRIGHT_ADMIN_TOKEN"]
  if (token === undefined) throw new Fault("caller", "TAGWRIGHT_ADMIN_TOKEN is not set", "Set it to the token the server was started with")
  const ask = async (method: "GET" | "POST", path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: io.signal,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Fault("caller", `no server answers at ${base}`, "Start it with tagwright serve, or name it with --server", { cause })
    })
    if (answer.status === 401) throw new Fault("caller", "the server refuses TAGWRIGHT_ADMIN_TOKEN", "Use the token the server was started with")
    if (!answer.ok) throw refusal(answer.status, await reasonOf(answer))
    return answer
  }
  return {
    get: async (path: string): Promise<unknown> => (await ask("GET", path)).json(),
    /** The same, where the server promises a type of its own; JSON forgets it. */
    as: async <T>(path: string): Promise<T> => (await (await ask("GET", path)).json()) as T,
    post: async (path: string, body: unknown = {}): Promise<unknown> => (await ask("POST", path, body)).json(),
    /** Server-sent events, line by line */
    stream: (path: string) => ask("GET", path),
  }
}

/** What the server says in codes, and what a person does about it. */
const mends: Readonly<Record<string, readonly [problem: (rest: string) => string, fix: string]>> = {
  secret_missing: [(names) => `the server has no ${names}`, "Set it for the server (in its environment or in a file that NAME_FILE names); it counts within a second for files, else after a restart"],
  this_source_has_no_list: [() => "this provider offers no list of payments", "Name a webhook of the plan that is Stripe, Paddle, Mollie, PayPal or Shopify"],
  no_such_lead: [() => "nobody is known by this lead_id", "Compare it letter by letter; whoever was erased is not known any more"],
  no_open_errand: [() => "this delivery is no erasure that somebody still has to be told of", "tagwright deliveries list --state dead shows those that are (reason erase_by_hand)"],
  no_such_delivery: [() => "there is no delivery with this number", "tagwright deliveries list shows the numbers"],
  no_such_destination: [() => "the plan has no such destination", "tagwright status and the plan name them"],
  no_probe_for_this_destination: [() => "this destination is not in the plan, or there is no harmless way to probe it", "Only GA4, Meta, HubSpot and MailerLite are probed; for the others see tagwright deliveries list"],
}
const refusal = (status: number, reason: string): Fault => {
  const [code = "", ...rest] = reason.split(": ")
  const known = mends[code]
  return known === undefined ? new Fault("caller", `the server answers ${status} (${reason})`, "Check the id and the options") : new Fault("caller", known[0](rest.join(": ")), known[1])
}

const reasonOf = async (answer: Response): Promise<string> => {
  const body: unknown = await answer.json().catch(() => undefined)
  return typeof body === "object" && body !== null && "error" in body ? String(body.error) : "no reason given"
}

export const rowsIn = (value: unknown, name: string): Record<string, unknown>[] => {
  const list: unknown = typeof value === "object" && value !== null && name in value ? Reflect.get(value, name) : undefined
  return Array.isArray(list) ? list.filter((row): row is Record<string, unknown> => typeof row === "object" && row !== null) : []
}

/** Columns, as wide as their widest value. */
export const table = (rows: readonly Record<string, unknown>[], columns: readonly string[]): string => {
  const cells = [[...columns], ...rows.map((row) => columns.map((column) => String(row[column] ?? "")))]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  return cells.map((line) => line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ").trimEnd()).join("\n")
}

/** `12 15 18` as numbers. */
export const idsOf = (positionals: readonly string[]): number[] =>
  positionals.map((text) => {
    if (!/^\d+$/.test(text)) throw new Fault("caller", `"${text}" is not the number of a delivery`, "tagwright deliveries list shows the numbers")
    return Number(text)
  })

export const needLead = (positionals: readonly string[]): string => {
  const [lead] = positionals
  if (lead === undefined) throw new Fault("caller", "no lead named", "Give a lead_id")
  return encodeURIComponent(lead)
}

import { Fault, type CollectBatch, type ParamValue, type ResolvedEvent, type ResolvedParameter, type ResolvedPlan } from "@tagwright/formats"
import { randomUUID } from "node:crypto"

/** A restart that takes longer has failed. */
const READY_MS = 60_000
const POLL_MS = 250

export interface SmokeInput {
  plan: ResolvedPlan
  /** `planDigest` of the server plan that must run */
  planDigest: string
  environment: string
  server: string
  token: string
  fetch?: typeof fetch
  now?: () => number
  /** Waits between two looks */
  wait?: (ms: number) => Promise<void>
}

/**
 * A visitor's first steps against what was just switched on: the server is ready and runs this very plan; an event that
 * the plan asks for is taken, in a test environment to the end, in production as the test that it says it is, and is
 * therefore in no figure. Answers one sentence; throws with what did not hold.
 */
export const smokeJourney = async ({ plan, planDigest, environment, server, token, ...world }: SmokeInput): Promise<string> => {
  const { fetch: send = fetch, now = Date.now, wait = (ms) => new Promise((done) => setTimeout(done, ms)) } = world
  const base = server.replace(/\/+$/, "")
  const get = async (path: string): Promise<unknown> => {
    const answer = await send(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Fault("peer", `the server answers ${answer.status} to ${path}`, "See what it says in its log")
    return answer.json()
  }
  const end = now() + READY_MS
  for (let seen = "nothing"; ; ) {
    const running = await planOf(() => get("/ops/api/status")).catch((error: unknown) => ({ digest: error instanceof Error ? error.message : "no answer", environment: "" }))
    if (running.digest === planDigest && running.environment === environment) break
    seen = running.environment !== "" && running.environment !== environment ? `environment ${running.environment}` : running.digest
    if (now() > end) throw new Fault("peer", `the server does not run this plan: it says ${seen.slice(0, 80)}`, "Check `restart` of the environment, and that the server reads its plan below `current`")
    await wait(POLL_MS)
  }
  const testMode = plan.site.environments[environment]?.testMode === true
  const batch = firstSteps(plan, now())
  const answer = await send(`${base}/collect`, { method: "POST", headers: { "content-type": "text/plain" }, body: JSON.stringify(batch) })
  if (!answer.ok) throw new Fault("peer", `the server answers ${answer.status} to events`, "See what it says in its log")
  const verdicts = verdictsIn(await answer.json())
  const wanted = testMode ? "accepted" : "quarantined wrong_environment"
  const wrong = verdicts.find((verdict) => verdict !== wanted)
  if (wrong !== undefined || verdicts.length !== batch.events.length) throw new Fault("peer", `a test event was ${wrong ?? "not answered"}, expected ${wanted}`, "The server and the kit do not fit together: see the server's log")
  return `${verdicts.length} events ${testMode ? "accepted as tests" : "recognised as tests and kept out of the figures"}`
}

const planOf = async (ask: () => Promise<unknown>): Promise<{ digest: string; environment: string }> => {
  const status = await ask()
  const fields: Record<string, unknown> = typeof status === "object" && status !== null ? { ...status } : {}
  return { digest: String(fields["planDigest"]), environment: String(fields["environment"]) }
}

const verdictsIn = (answer: unknown): string[] => {
  const results: unknown = typeof answer === "object" && answer !== null && "results" in answer ? answer.results : []
  return Array.isArray(results) ? results.map((one: { verdict?: string; reason?: string }) => [one.verdict, one.reason].filter((part) => part !== undefined).join(" ")) : []
}

/** The browser events that need nothing but their required parameters, once each; nobody agreed to anything. */
const firstSteps = (plan: ResolvedPlan, now: number): CollectBatch => {
  const events = Object.values(plan.events).filter(({ source, on }) => source === "browser" && on !== undefined && "load" in on)
  const categories = Object.entries(plan.consent.categories)
  return {
    v: 1,
    sent: now,
    shared: { lead_id: `smoke-${randomUUID()}`, consent: Object.fromEntries(categories.map(([key, { always }]) => [key, always])), test_mode: true },
    events: events.map((event) => ({ id: randomUUID(), name: event.name, at: now, page: { url: `https://${Object.values(plan.site.environments)[0]?.hosts[0] ?? "localhost"}/` }, params: paramsOf(plan, event) })),
  }
}

const paramsOf = (plan: ResolvedPlan, event: ResolvedEvent): Record<string, ParamValue> =>
  Object.fromEntries(event.required.flatMap((name) => (plan.parameters[name] === undefined || plan.parameters[name].privacy === "personal" ? [] : [[name, exampleOf(plan.parameters[name])]])))

const exampleOf = ({ type, example, oneOf }: ResolvedParameter): ParamValue => {
  if (example !== undefined) return example
  if (oneOf?.[0] !== undefined) return oneOf[0]
  switch (type) {
    case "integer":
    case "number":
    case "money":
      return 1
    case "boolean":
      return true
    case "currency":
      return "EUR"
    case "items":
      return [{ item_id: "smoke" }]
    case "url":
      return "https://example.com/"
    default:
      return "smoke"
  }
}

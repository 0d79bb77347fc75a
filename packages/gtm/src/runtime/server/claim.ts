import type { Frame, ServerRequestState } from "../engine/frame.ts"
import { errorText } from "../engine/evaluate.ts"
import { text, type Runtime } from "../engine/runtime.ts"
import type { ClientDef } from "../program/program.ts"
import { runTemplate, storeOf } from "../sandbox/run-template.ts"
import { serverApis } from "./apis.ts"
import { readGa4Request, type EventData } from "./event-data.ts"
import { answerOf } from "./templates.ts"
import { withVisitor } from "./visitor.ts"

/** A client's claim: the events it makes of the request, each with what to do once its tags are through. */
export interface Claim {
  client: string
  events: { data: EventData; done: () => void }[]
}

type Claimer = (client: ClientDef, request: ServerRequestState, frame: Frame, runtime: Runtime) => Claim | undefined

const GA4_PATHS = new Set(["/g/collect", "/j/collect"])

/** The GA4 client: `/g/collect` on its default paths (format 11). */
const ga4Client: Claimer = (client, request, frame, runtime) => {
  if (runtime.resolve(client.params["activateDefaultPaths"], frame) === false || !GA4_PATHS.has(request.path)) return undefined
  const context = { ip_override: request.ip, user_agent: request.headers["user-agent"] }
  const [first, ...rest] = readGa4Request(request.query, request.body).map((data): EventData => ({ ...context, ...data }))
  if (first === undefined) return { client: client.name, events: [] }
  // All events of a request are of one visitor.
  const visitor = withVisitor(first, client, request, frame, runtime, answerOf(frame))
  const { client_id, "x-ga-js_client_id": browserId } = visitor
  const own = browserId === undefined ? {} : { client_id, "x-ga-js_client_id": browserId }
  return { client: client.name, events: [first, ...rest].map((data) => ({ data: { ...data, ...own }, done: () => {} })) }
}

const templateClient: Claimer = (client, _request, frame, runtime) => {
  const template = runtime.program.templates[client.template ?? -1]
  if (template === undefined) return undefined
  const made: Claim = { client: client.name, events: [] }
  let claimed = false
  const hands = { claim: () => void (claimed = true), run: (data: EventData, done: () => void) => void made.events.push({ data, done }) }
  const data = Object.fromEntries(Object.keys(client.params).map((key) => [key, runtime.resolve(client.params[key], frame)]))
  try {
    runTemplate(template, serverApis({ runtime, frame, name: client.name, answer: answerOf(frame), client: hands, ...storeOf(template) }), data, runtime.report)
  } catch (error) {
    runtime.report("client", client.name, `threw: ${errorText(error)}`)
  }
  return claimed ? made : undefined
}

/** The Tag Manager client serves scripts; requests for them end with it. */
const gtmClient: Claimer = (client, request, frame, runtime) =>
  request.path === "/gtm.js" && text(runtime.resolve(client.params["allowedContainerIds"], frame)) !== "" ? { client: client.name, events: [] } : undefined

const CLAIMERS: Record<string, Claimer> = { gaaw_client: ga4Client, gtm_client: gtmClient }

/** Clients are asked by priority; the first that claims has the request. */
export const claim = (request: ServerRequestState, frame: Frame, runtime: Runtime): Claim | undefined => {
  for (const client of runtime.program.clients) {
    const claimer = client.template === undefined ? CLAIMERS[client.type] : templateClient
    if (claimer === undefined) runtime.report("client", client.name, `clients of type "${client.type}" are not run`)
    const made = claimer?.(client, request, frame, runtime)
    if (made !== undefined) return made
  }
  return undefined
}

import type { Program as Ast } from "acorn"
import { DataLayerModel } from "../data-layer/model.ts"
import { makeEvaluator } from "../engine/evaluate.ts"
import type { Frame } from "../engine/frame.ts"
import { makePageState } from "../engine/page-state.ts"
import { resolve } from "../engine/resolve.ts"
import type { Runtime } from "../engine/runtime.ts"
import { CookieJar } from "../host/cookie-jar.ts"
import { nodeHost } from "../host/node.ts"
import { FIXED_START, VirtualTime } from "../host/virtual-time.ts"
import { parseSandboxed, templateSections } from "../program/templates.ts"
import { readPermissions, type Permissions } from "../sandbox/permissions.ts"
import { webApis } from "../sandbox/web-apis.ts"
import { serverApis, type Answer } from "../server/apis.ts"

export interface ReadTemplate {
  name: string
  ast: Ast
  permissions: Permissions
  server: boolean
}

const EMPTY: Ast = parseOf("")

function parseOf(code: string): Ast {
  const made = parseSandboxed(code, "", (_entity, _name, reason) => {
    throw new SyntaxError(reason)
  })
  if (made === null) throw new SyntaxError("does not parse")
  return made
}

const field = (of: unknown, key: string): unknown => (typeof of === "object" && of !== null ? Reflect.get(of, key) : undefined)

const json = (text: string | undefined): unknown => (text === undefined || text === "" ? undefined : JSON.parse(text))

/** A template file's text; `problem` says why it is none. */
export const readTemplate = (templateData: string): { template: ReadTemplate; problem?: string } => {
  const sections = templateSections(templateData)
  const server = sections.has("SANDBOXED_JS_FOR_SERVER")
  const template: ReadTemplate = { name: "template", ast: EMPTY, permissions: {}, server }
  try {
    template.name = String(field(json(sections.get("INFO")), "displayName") ?? "template")
    template.permissions = readPermissions(json(sections.get(server ? "SERVER_PERMISSIONS" : "WEB_PERMISSIONS")))
    template.ast = parseOf(sections.get(server ? "SANDBOXED_JS_FOR_SERVER" : "SANDBOXED_JS_FOR_WEB_TEMPLATE") ?? "")
    return { template }
  } catch (error) {
    return { template, problem: error instanceof Error ? error.message : String(error) }
  }
}

/** A fresh page, or a fresh request, with the APIs a template may ask for there. */
export const templateWorld = (template: ReadTemplate): { apis: Record<string, unknown>; parse: (code: string) => Ast; settle: () => void } => {
  let failure: { error: unknown } | undefined
  const time = new VirtualTime(FIXED_START, (error) => (failure ??= { error }))
  const host = nodeHost({
    url: "https://www.example.com/", referrer: "", title: "", jar: new CookieJar({}, () => time.now()), region: "", environment: "", preview: true, language: "en-US", time,
    random: () => 0.5, window: undefined, evaluate: undefined, running: { cause: [] }, send: () => {},
  })
  const page = makePageState(host)
  const evaluate = makeEvaluator({})
  const runtime: Runtime = {
    program: { publicId: "GTM-TEST", containerId: "0", version: "0", kind: template.server ? "server" : "web", variables: [], conditions: [], rules: [], tags: [], listeners: [], templates: [], clients: [], transformations: [], unsupported: [] },
    host, model: new DataLayerModel(), consent: page.consent, google: page.google, report: (_entity, _name, reason) => void (reason.startsWith("threw later: ") && (failure ??= { error: new Error(reason.slice("threw later: ".length)) })), layerName: "dataLayer", hold: () => 0, push: () => true,
    resolve: (expr, frame) => resolve(expr, frame, runtime), variable: (_index, frame) => evaluate({ name: "", kind: "uv", params: {} }, frame, runtime),
  }
  const answer: Answer = { status: 200, headers: {}, body: "", cookies: [] }
  const shared = { runtime, frame: frame(), permissions: template.permissions, name: template.name, storage: new Map<string, unknown>() }
  const apis = template.server ? serverApis({ ...shared, answer, client: { claim: () => {}, run: (_event, done) => done() } }) : webApis(shared)
  return {
    apis, parse: parseOf,
    settle: () => {
      time.advance(0)
      if (failure !== undefined) throw failure.error
    },
  }
}

const frame = (): Frame => ({
  index: 0, id: 1, name: "", message: {}, auto: {}, ecommerce: undefined, eventModel: undefined, conditions: new Uint8Array(), callbacks: [],
  request: { client: "", method: "GET", path: "/", query: "", headers: {}, body: undefined, ip: "203.0.113.1" },
})

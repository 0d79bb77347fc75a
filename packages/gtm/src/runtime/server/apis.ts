import type { Frame } from "../engine/frame.ts"
import type { Runtime } from "../engine/runtime.ts"
import { demandCheap } from "../engine/regex-guard.ts"
import { query as toQuery } from "../ga4/hit.ts"
import { encodeEvent, GOOGLE_COLLECT } from "./ga4-out.ts"
import { googleServices, messages } from "./google-services.ts"
import { readCookies } from "../ga4/cookies.ts"
import { parseUrl, SandboxPromise, standardLibrary } from "../sandbox/library.ts"
import { demand, isPermitted, type Permissions } from "../sandbox/permissions.ts"
import { base64, hex, sha256 } from "../sandbox/sha256.ts"
import { readEventData, readGa4Request, type EventData } from "./event-data.ts"

/** What a client may do with the request; absent for tags and variables. */
export interface ClientHands {
  claim: () => void
  run: (event: EventData, done: () => void) => void
}

/** The answer being made: shared by the client and every template of the request. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
  cookies: string[]
}

export interface ServerTemplateWorld {
  runtime: Runtime
  frame: Frame
  permissions: Permissions
  storage: Map<string, unknown>
  name: string
  answer: Answer
  client?: ClientHands
}

/** Second levels under which countries register names: without the whole public suffix list an approximation. */
const SECOND_LEVEL = /^(?:co|com|org|net|gov|ac|edu|ltd|plc|ne|or|go)$/
const registrable = (host: string): string => {
  const labels = host.split(".")
  const under = (labels.at(-1) ?? "").length === 2 && SECOND_LEVEL.test(labels.at(-2) ?? "")
  return labels.slice(under ? -3 : -2).join(".")
}

/** `null` for a pattern that does not compile, as documented. */
const regexOf = (source: string, flags = ""): RegExp | null => {
  try {
    return new RegExp(source, flags)
  } catch {
    return null
  }
}

type Callback = ((...args: unknown[]) => unknown) | undefined

/** What `require` gives server templates. Requests are recorded and answered with an empty 200: nothing leaves. */
export const serverApis = (world: ServerTemplateWorld): Record<string, unknown> => {
  const { runtime, frame, permissions, name, answer, client } = world
  const { host } = runtime
  const { request } = frame
  const need = (id: string, ...args: unknown[]): void => demand(permissions, id, ...args)
  const send = (url: string, options: unknown, body: unknown): { statusCode: number; headers: object; body: string } => {
    need("send_http", url)
    const method = String(Reflect.get(Object(options ?? {}), "method") ?? "GET").toUpperCase() === "POST" ? "POST" : "GET"
    host.send({ url, method, via: "fetch", tags: [name], ...(body === undefined || body === null ? {} : { body: String(body) }) })
    return { statusCode: 200, headers: {}, body: "" }
  }
  const query = new URLSearchParams(request?.query ?? "")
  return {
    ...standardLibrary({ now: () => host.clock.now(), random: host.random }),
    parseUrl,
    logToConsole: () => undefined,
    queryPermission: (id: string, ...args: unknown[]) => isPermitted(permissions, id, args),
    getAllEventData: () => (need("read_event_data"), structuredClone(frame.message)),
    getEventData: (path: string) => (need("read_event_data", path), readEventData(frame.message, path)),
    getRequestBody: () => (need("read_request"), request?.body),
    getRequestHeader: (header: string) => (need("read_request"), request?.headers[String(header).toLowerCase()]),
    getRequestPath: () => (need("read_request"), request?.path),
    getRequestMethod: () => (need("read_request"), request?.method),
    getRequestQueryString: () => (need("read_request"), request?.query ?? ""),
    getRequestQueryParameters: () => (need("read_request"), Object.fromEntries(query)),
    getRequestQueryParameter: (key: string) => (need("read_request"), query.get(key) ?? undefined),
    getRemoteAddress: () => (need("read_request"), request?.ip),
    getClientName: () => request?.client,
    getContainerVersion: () => (need("read_container_data"), { containerId: runtime.program.publicId, debugMode: host.preview, environmentName: host.environment, previewMode: host.preview, version: runtime.program.version }),
    getCookieValues: (cookie: string) => (need("get_cookies", cookie), readCookies(request?.headers["cookie"] ?? "", cookie)),
    setCookie: (cookie: string, value: unknown) => (need("set_cookies", cookie), void answer.cookies.push(`${cookie}=${String(value)}`)),
    sendHttpGet: (url: string, options?: unknown) => SandboxPromise.resolved(send(url, options, undefined)).face,
    sendHttpRequest: (url: string, second: unknown, third: unknown, fourth: unknown) => {
      // An older form takes a callback before the options.
      const [options, body] = typeof second === "function" ? [third, fourth] : [second, third]
      const result = send(url, options, body)
      if (typeof second === "function") Reflect.apply(second, undefined, [result.statusCode, result.headers, result.body])
      return SandboxPromise.resolved(result).face
    },
    sendPixelFromBrowser: (url: string) => (need("send_pixel_from_browser", url), host.send({ url, method: "GET", via: "image", tags: [name] }), true),
    setResponseStatus: (status: number) => (need("access_response"), void (answer.status = status)),
    setResponseHeader: (header: string, value: unknown) => (need("access_response"), void (answer.headers[header] = String(value))),
    setResponseBody: (body: unknown) => (need("access_response"), void (answer.body = String(body))),
    setPixelResponse: () => (need("access_response"), void Object.assign(answer, { status: 200, headers: { ...answer.headers, "content-type": "image/gif" } })),
    returnResponse: () => need("return_response"),
    claimRequest: () => client?.claim(),
    runContainer: (event: EventData, done?: Callback) => (need("run_container"), client?.run({ ...event }, () => void done?.())),
    isRequestMpv2: () => (request?.path ?? "").endsWith("/g/collect") && query.get("v") === "2",
    isRequestMpv1: () => query.get("v") === "1",
    extractEventsFromMpv2: () => readGa4Request(request?.query ?? "", request?.body),
    addEventCallback: (run: Callback) => void frame.callbacks.push((id, report) => void run?.(id, report)),
    callLater: (run: Callback) => void host.timers.after(0, () => void run?.()),
    sha256: (value: string, done: Callback, _failed?: Callback, options?: { outputEncoding?: string }) => void done?.(options?.outputEncoding === "hex" ? hex(sha256(value)) : base64(sha256(value))),
    sha256Sync: (value: string, options?: { outputEncoding?: string }) => (options?.outputEncoding === "hex" ? hex(sha256(value)) : base64(sha256(value))),
    templateDataStorage: {
      getItemCopy: (key: string) => structuredClone(world.storage.get(key) ?? null), setItemCopy: (key: string, value: unknown) => void world.storage.set(key, structuredClone(value)),
      removeItem: (key: string) => void world.storage.delete(key), clear: () => world.storage.clear(),
    },
    createRegex: (source: string, flags?: string) => regexOf(source, flags),
    testRegex: (regex: unknown, value: string) => {
      if (!(regex instanceof RegExp)) return false
      demandCheap(regex.source, regex.flags.includes("i"), value)
      return regex.test(value)
    },
    sendEventToGoogleAnalytics: (event: EventData) => {
      need("send_http", GOOGLE_COLLECT)
      host.send({ url: `${GOOGLE_COLLECT}?${toQuery(encodeEvent(event))}`, method: "POST", via: "fetch", tags: [name] })
      return SandboxPromise.resolved({ location: GOOGLE_COLLECT }).face
    },
    addMessageListener: (type: string, run: Callback) => (need("use_message", type, "listen"), messages(runtime).listen(type, run)),
    sendMessage: (type: string, message: unknown) => (need("use_message", type, "send"), messages(runtime).send(type, message)),
    ...googleServices(runtime.report, name),
    computeEffectiveTldPlusOne: (value: unknown) => (typeof value === "string" ? registrable(URL.parse(value)?.hostname ?? value) : value),
  }
}

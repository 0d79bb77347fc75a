import type { Frame, ServerRequestState } from "../engine/frame.ts"
import type { Runtime } from "../engine/runtime.ts"
import { readCookies } from "../ga4/cookies.ts"
import type { ClientDef } from "../program/program.ts"
import type { EventData } from "./event-data.ts"
import type { Answer } from "./apis.ts"

const BYTES = 32
const DEFAULT_AGE_S = 63_072_000

/** Without analytics storage no cookie is set: `gcs` is G1<ads><analytics>. */
const denied = (data: EventData): boolean => /^G1.0$/.test(String(data["x-ga-gcs"] ?? ""))

/**
 * Who the visitor is to a GA4 client that manages cookies on the server (fact D4): the first-party id where there is one, the
 * browser's own id while the client migrates, else a new one, which the answer sets.
 */
export const withVisitor = (data: EventData, client: ClientDef, request: ServerRequestState, frame: Frame, runtime: Runtime, answer: Answer): EventData => {
  const setting = (key: string): unknown => runtime.resolve(client.params[key], frame)
  if (setting("cookieManagement") !== "server" || denied(data)) return data
  const name = String(setting("cookieName") ?? "FPID")
  const browserId = data["client_id"]
  const own = readCookies(request.headers["cookie"] ?? "", name)[0]?.split(".").slice(2).join(".")
  if (own !== undefined) return { ...data, client_id: decodeURIComponent(own), "x-ga-js_client_id": browserId }
  const seconds = Math.floor(runtime.host.clock.now() / 1000)
  const random = Array.from({ length: BYTES }, () => String.fromCharCode(Math.floor(runtime.host.random() * 256))).join("")
  const fresh = `${btoa(random)}.${seconds}`
  const age = Number(setting("cookieMaxAgeInSec") ?? DEFAULT_AGE_S)
  answer.cookies.push(`${name}=FPID2.1.${encodeURIComponent(btoa(random))}.${seconds}; Max-Age=${age}; Path=${String(setting("cookiePath") ?? "/")}; Secure; HttpOnly; SameSite=Lax`)
  return setting("migrateFromJsClientId") === true && browserId !== undefined ? { ...data, "x-ga-js_client_id": browserId } : { ...data, client_id: fresh, "x-ga-js_client_id": browserId }
}

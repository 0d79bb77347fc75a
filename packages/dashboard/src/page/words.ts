import type { Kpi, OpsDelivery } from "@tagwright/formats"
import { plural, type Tone } from "@tagwright/pages"
import type { Refused } from "./api.ts"

export const stateTone: Record<OpsDelivery["state"], Tone> = { delivered: "good", pending: "warn", dead: "bad", withheld: "quiet" }
export const stateWord: Record<OpsDelivery["state"], string> = { delivered: "Delivered", pending: "Waiting", dead: "Dead letter", withheld: "Withheld" }
export const outcomeTone: Record<string, Tone> = { delivered: "good", retry: "warn", dead: "bad", withheld: "quiet" }
/** Who has to act on a dead letter. */
export const classWord: Record<string, string> = { ours: "we must act", theirs: "their side", data: "the event itself", policy: "by hand" }

export const number = (value: number): string => value.toLocaleString("en")
export const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${((part / whole) * 100).toFixed(part === whole ? 0 : 1)} %`)
export const money = ({ minor, currency, exponent }: { minor: number; currency: string; exponent: number }): string =>
  new Intl.NumberFormat("en", { style: "currency", currency, minimumFractionDigits: exponent }).format(minor / 10 ** exponent)
/** Short name of a person whom the page knows by a handle. */
export const personName = (handle: string): string => `P-${handle.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, 6).toUpperCase()}`

export const kpiTone: Record<Kpi["status"], Tone> = { met: "good", missed: "bad", unknown: "quiet" }
export const kpiWord: Record<Kpi["status"], string> = { met: "Met", missed: "Missed", unknown: "Unknown" }
/** `99.4 %`, `12 min` */
export const figure = (value: number, unit: Kpi["unit"]): string => (unit === "minutes" ? `${value.toFixed(value < 10 ? 1 : 0)} min` : `${(value * 100).toFixed(value === 1 ? 0 : 1)} %`)
export const targetText = ({ target, unit }: Pick<Kpi, "target" | "unit">): string => `target ${target.is} ${unit === "minutes" ? `${target.value} min` : `${+(target.value * 100).toFixed(1)} %`}`

/** Codes of the server, said to a person: what happened and what to do. */
const refusals: Record<string, string> = {
  no_connection: "The server does not answer. This page tries again by itself.",
  sign_in_failed: "That did not match. Check name, password and the code of your app; each code works once.",
  too_many_attempts: "Too many attempts. Wait a while before the next one.",
  busy: "Many people sign in right now. Try again in a few seconds.",
  session_not_kept: "Your browser did not keep the session. Open this page over https.",
  oidc_failed: "Your identity provider’s answer could not be used. Try once more.",
  oidc_unreachable: "Your identity provider does not answer right now.",
  oidc_no_role: "Your identity provider knows you, but gives you no role here. Ask an administrator.",
  account_disabled: "This account is switched off.",
  name_taken_by_local_account: "A local account has your name already. Ask an administrator to rename it.",
  link_used: "This link was used already or is too old. Ask an administrator for a new one; before the first account exists, restarting the server prints one.",
  password_short: "Use at least 12 characters. A few words in a row are easy to keep in mind.",
  password_long: "Use at most 256 characters.",
  password_repeats: "Use more different characters.",
  password_is_name: "The password must not be the name.",
  code_wrong: "That code does not match. Check that the clock of your phone is right and take the next code.",
  name_invalid: "Give a name of 1 to 100 characters.",
  name_taken: "Somebody has this name already.",
  not_yourself: "You cannot change your own account here; another administrator can.",
  signs_in_elsewhere: "This account signs in through your identity provider, which decides its role.",
  role_not_allowed: "Your role does not allow this.",
  query_too_slow: "This took longer than ten seconds and was stopped. Narrow the filter.",
  no_such_event: "There is no such event. It may have been deleted by retention.",
  no_such_delivery: "There is no such delivery. It may have been deleted by retention.",
  no_such_person: "There is no such person, or the data was erased.",
  cross_site_request: "This request did not come from this page.",
  csrf_token_wrong: "Your session changed meanwhile. Load the page again.",
  not_found: "This server does not offer this.",
  query_too_long: "The filter is too long.",
}
export const refusalText = (error: Refused): string => {
  const text = refusals[error.code] ?? `The server answers: ${error.code.replaceAll("_", " ")}.`
  return error.retryAfter !== undefined && error.code === "too_many_attempts" ? `${text} (${plural(Math.ceil(error.retryAfter / 60), "minute")})` : text
}

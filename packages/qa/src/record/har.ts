import type { Browser, Entry, Har, Header, Page, QueryString } from "har-format"
import { harPath } from "@tagwright/evidence"
import type { Walk } from "../journey/walk.ts"
import { limits } from "../limits.ts"
import type { Seen } from "../proxy/proxy.ts"
import type { Searcher } from "./personal.ts"
import type { Sink } from "./sink.ts"

type Hide = Searcher["hide"]

/** Headers whose value opens a door or names a browser for ever: RFC 9110, RFC 6265, and what vendors use. */
const secretHeader = /^(cookie|set-cookie|authorization|proxy-authorization|x-api-key|x-.*-(?:token|key|secret)|stripe-signature)$/i
/** Parameters that hold secrets by their name, as GA4's Measurement Protocol and OAuth spell them. */
const secretParameter = /^(api_secret|access_token|refresh_token|id_token|client_secret|signature|password|passwd|token|key|auth)$/i
/** What everybody reads as masked; a word here would be taken for another token by whoever searches the file. */
const removed = "***"

/** Cookies keep their names: which were sent is what consent is about. */
const cookieText = (value: string): string => value.replaceAll(/=[^;]*/g, `=${removed}`)

const safeHeader = (name: string, value: string, hide: Hide): string =>
  secretHeader.test(name) ? (name === "cookie" ? cookieText(value) : name === "set-cookie" ? value.replace(/=[^;]*/, `=${removed}`) : removed) : hide(value, name)

/** HTTP/2's pseudo headers are no headers of the message. */
const headersOf = (headers: Record<string, string | string[]>, hide: Hide): Header[] =>
  Object.entries(headers).flatMap(([name, value]) => (name.startsWith(":") ? [] : [value].flat().map((one) => ({ name, value: safeHeader(name.toLowerCase(), one, hide) }))))

const cookieNames = (header: string | undefined): string[] => (header ?? "").split(/;\s*/).flatMap((pair) => (pair === "" ? [] : [pair.split("=", 1)[0] ?? ""]))

/** Every value by itself, so that one that was hidden does not take its neighbours along. */
const queryOf = (url: URL, hide: Hide): QueryString[] => [...url.searchParams].map(([name, value]) => ({ name: hide(name, ""), value: secretParameter.test(name) ? removed : hide(value, name) }))

const safeUrl = (url: URL, hide: Hide): string => {
  const safe = new URL(url)
  safe.username = ""
  safe.password = ""
  safe.hash = ""
  safe.pathname = hide(url.pathname, "path")
  safe.search = new URLSearchParams(queryOf(url, hide).map(({ name, value }) => [name, value])).toString()
  return safe.href
}

const at = (ms: number): string => new Date(ms).toISOString()
const stepId = (step: number): string => `step-${step + 1}`

const choiceWords = ({ choice }: Seen): string => {
  if (choice === undefined) return "before any choice"
  const names = Object.keys(choice).filter((name) => choice[name] === true)
  return names.length === 0 ? "nothing allowed" : `allowed: ${names.join(", ")}`
}

const postData = ({ headers, body }: Seen, hide: Hide): Pick<Entry["request"], "postData"> =>
  body === "" ? {} : { postData: { mimeType: headers["content-type"] ?? "text/plain", text: hide(body.slice(0, limits.bodyChars), "") } }

/** The answers' bodies are the site's own files and our stand-ins': their size is told, their text is not. */
const responseOf = ({ status, answer }: Seen, hide: Hide): Entry["response"] => {
  const headers = headersOf(answer?.headers ?? {}, hide)
  const find = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value ?? ""
  const bytes = answer?.bytes ?? 0
  return {
    status: status === "dropped" ? 0 : status,
    statusText: "",
    httpVersion: "unknown",
    cookies: [],
    headers,
    content: { size: bytes, mimeType: find("content-type") },
    redirectURL: find("location"),
    headersSize: -1,
    bodySize: bytes,
    ...(status === "dropped" ? { comment: "refused by the recording proxy: nothing leaves the machine" } : {}),
  }
}

const entryOf = (seen: Seen, hide: Hide): Entry => {
  const wait = Math.max(0, (seen.answeredAt ?? seen.at) - seen.at)
  return {
    pageref: stepId(seen.step),
    startedDateTime: at(seen.at),
    time: wait,
    request: {
      method: seen.method,
      url: safeUrl(seen.url, hide),
      httpVersion: "unknown",
      cookies: cookieNames(seen.headers["cookie"]).map((name) => ({ name, value: removed })),
      headers: headersOf(seen.headers, hide),
      queryString: queryOf(seen.url, hide),
      ...postData(seen, hide),
      headersSize: -1,
      bodySize: Buffer.byteLength(seen.body),
    },
    response: responseOf(seen, hide),
    cache: {},
    timings: { send: 0, wait, receive: 0 },
    comment: choiceWords(seen),
  }
}

/** A page of the archive is a step of the journey: developer tools group by it. */
const pagesOf = (seen: readonly Seen[]): Page[] =>
  [...Map.groupBy(seen, ({ step }) => step)]
    .toSorted(([a], [b]) => a - b)
    .map(([step, all]) => ({ id: stepId(step), title: step < 0 ? "before the first step" : `step ${step + 1}`, startedDateTime: at(Math.min(...all.map((one) => one.at))), pageTimings: {} }))

/** What a visitor's proxy recorded, as HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/). No personal value, no cookie's value and no secret is in it. */
export const harOf = (seen: readonly Seen[], hide: Hide, browser: Browser): Har => ({
  log: {
    version: "1.2",
    creator: { name: "Tagwright", version: "0.1.0" },
    browser,
    pages: pagesOf(seen),
    entries: seen.toSorted((a, b) => a.order - b.order).map((one) => entryOf(one, hide)),
    comment: "Recorded by a proxy on this machine; vendors were answered there. Personal values, cookies' values and secrets were removed. Bodies of answers are left out.",
  },
})

/** Puts the walk's archive into the evidence. */
export const attachHar = (walk: Walk, sink: Sink): void =>
  sink.attach(harPath(walk.scenario, walk.journey), `${JSON.stringify(harOf(walk.proxy.seen, walk.search.hide, walk.browser), null, 1)}\n`)

/** The part of HAR 1.2 that says what a browser sent. What it received is the sites' own text and not looked at. */
export interface Har {
  log: { entries: HarEntry[]; pages?: { title?: string }[] }
}

interface HarEntry {
  request?: {
    url?: string
    headers?: { name?: string; value?: string }[]
    postData?: { text?: string; params?: { name?: string; value?: string }[] }
  }
}

export const isHar = (value: unknown): value is Har =>
  typeof value === "object" &&
  value !== null &&
  "log" in value &&
  typeof value.log === "object" &&
  value.log !== null &&
  "entries" in value.log &&
  Array.isArray(value.log.entries)

/** Headers that carry machines, versions and times, never people. */
const HARMLESS_HEADERS = new Set(
  (
    "accept accept-encoding accept-language cache-control connection content-encoding content-length content-type date dnt etag " +
    "expires host if-modified-since if-none-match keep-alive last-modified " +
    "pragma priority range sec-gpc server te transfer-encoding upgrade-insecure-requests user-agent vary via"
  ).split(" "),
)

/** Whether a header (lower case) can carry something about a person. */
export const isTellingHeader = (name: string): boolean => !HARMLESS_HEADERS.has(name) && !/^(?:sec-ch-|sec-fetch-|:)/.test(name)

/** Every text of every request, with the part it is; then the titles of pages under the number of the page. */
export function harParts({ log }: Har): { record: number; text: string; part: string; key?: string }[] {
  return [...log.entries.flatMap(({ request }, record) => requestParts(request, record)), ...titles(log)]
}

function requestParts(request: HarEntry["request"], record: number): { record: number; text: string; part: string; key?: string }[] {
  const headers = (request?.headers ?? []).map(({ name = "", value = "" }) => ({ name: name.toLowerCase(), value }))
  const params = request?.postData?.params ?? []
  return [
    { record, text: request?.url ?? "", part: "url" },
    ...headers
      .filter(({ name }) => isTellingHeader(name))
      .map(({ name, value }) => ({ record, text: value, part: `header:${name}`, key: name })),
    { record, text: request?.postData?.text ?? "", part: "body" },
    ...(request?.postData?.text ? [] : params.map(({ name = "", value = "" }) => ({ record, text: value, part: "body", key: name }))),
  ].filter(({ text }) => typeof text === "string" && text !== "")
}

const titles = (log: Har["log"]): { record: number; text: string; part: string }[] =>
  (Array.isArray(log.pages) ? log.pages : []).flatMap(({ title }, record) =>
    typeof title === "string" ? [{ record, text: title, part: "title" }] : [],
  )

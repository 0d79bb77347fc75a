import type { PersonalDataFinding, ScanOptions } from "./finding.ts"
import { isTellingHeader } from "./har.ts"
import { scan } from "./scan.ts"

/** A finding in a part of a request: offsets count in that part. */
export interface RequestFinding extends PersonalDataFinding {
  /** `url`, `body`, or `header:` and the lower-case name. */
  part: string
}

export interface ScannedRequest {
  url: string
  method?: string
  headers?: Record<string, string | string[] | undefined>
  body?: string | Uint8Array
}

/** Personal data in a URL. */
export const scanUrl = (url: string, options: ScanOptions = {}): PersonalDataFinding[] => scan(url, options)

/** Personal data in every part of a request: URL, each header (cookies and referrer among them), body. */
export function scanRequest({ url, headers = {}, body }: ScannedRequest, options: ScanOptions = {}): RequestFinding[] {
  return [
    ...scanUrl(url, options).map((found) => ({ ...found, part: "url" })),
    ...Object.entries(headers).flatMap(([name, value]) => scanHeader(name.toLowerCase(), value, options)),
    ...scan(typeof body === "string" ? body : new TextDecoder().decode(body), options).map((found) => ({ ...found, part: "body" })),
  ]
}

function scanHeader(name: string, value: string | string[] | undefined, options: ScanOptions): RequestFinding[] {
  if (value === undefined || !isTellingHeader(name)) return []
  return [value].flat().flatMap((line) => scan(line, { ...options, key: name }).map((found) => ({ ...found, part: `header:${name}` })))
}

/** `_ga_<id>` as GS1 or GS2 writes it (fact D4). Times in epoch seconds. */
export interface SessionCookie {
  id: number
  count: number
  engaged: boolean
  last: number
  join: number
  /** The enhanced client id, 0 while no server container has one. */
  ecid: number
}

export const readCookie = (jar: string, name: string): string | undefined =>
  readCookies(jar, name)[0]

export const readCookies = (jar: string, name: string): string[] =>
  jar.split(";").flatMap((pair) => {
    const cut = pair.indexOf("=")
    return cut >= 0 && pair.slice(0, cut).trim() === name ? [pair.slice(cut + 1).trim()] : []
  })

/** The client id is the last two parts of `GA1.<depth>.<random>.<epoch s>`. */
export const readClientId = (value: string | undefined): string | undefined => {
  const parts = value?.split(".") ?? []
  return parts.length >= 4 && /^GA\d$/.test(parts[0] ?? "") ? parts.slice(-2).join(".") : undefined
}

export const readSession = (value: string | undefined): SessionCookie | undefined => {
  const [version, , ...rest] = (value ?? "").replaceAll("%24", "$").split(".")
  if (version === "GS1") return fromNumbers(rest.map(Number))
  return version === "GS2" ? fromLetters(rest.join(".")) : undefined
}

const fromNumbers = ([id, count, engaged, last, join, _login, ecid]: number[]): SessionCookie | undefined =>
  id === undefined || !(id > 0) ? undefined : { id, count: count || 1, engaged: engaged === 1, last: last || id, join: join || 0, ecid: ecid || 0 }

const fromLetters = (text: string): SessionCookie | undefined => {
  const fields = new Map(text.split("$").map((field) => [field.slice(0, 1), field.slice(1)]))
  const id = Number(fields.get("s"))
  if (!(id > 0)) return undefined
  return { id, count: Number(fields.get("o")) || 1, engaged: fields.get("g") === "1", last: Number(fields.get("t")) || id, join: Number(fields.get("j")) || 0, ecid: Number(fields.get("h")) || 0 }
}

export const writeSession = (session: SessionCookie, depth: number): string =>
  `GS2.${depth}.s${session.id}$o${session.count}$g${session.engaged ? 1 : 0}$t${session.last}$j${session.join}$l0$h${session.ecid}`

export interface CookieSettings {
  domain: string
  path: string
  maxAge: number
  flags: string
}

export const DEFAULT_MAX_AGE_S = 63_072_000

/** Depth as it stands in the value: "auto" counts as one label. */
export const depthOf = (domain: string): number => (domain === "auto" || domain === "none" ? 1 : domain.replace(/^\./, "").split(".").length)

/** Domains to try for "auto", widest first; a browser refuses those that are public suffixes. */
const candidates = (hostname: string): string[] => {
  const labels = hostname.split(".")
  if (labels.length < 2 || /^[\d.]+$/.test(hostname)) return []
  return labels.slice(0, -1).map((_, index) => labels.slice(labels.length - 2 - index).join("."))
}

/** Writes a cookie and answers whether it is there; "auto" takes the widest domain the browser accepts. */
export const writeCookie = (jar: { read: () => string; write: (cookie: string) => void }, name: string, value: string, hostname: string, now: number, settings: CookieSettings): boolean => {
  const expires = new Date(now + settings.maxAge * 1000).toUTCString()
  const tail = `; path=${settings.path}${settings.maxAge > 0 ? `; expires=${expires}` : ""}${settings.flags === "" ? "" : `; ${settings.flags}`}`
  const domains = settings.domain === "auto" ? [...candidates(hostname), "none"] : [settings.domain]
  return domains.some((domain) => {
    jar.write(`${name}=${value}${domain === "none" ? "" : `; domain=${domain}`}${tail}`)
    return readCookies(jar.read(), name).includes(value)
  })
}

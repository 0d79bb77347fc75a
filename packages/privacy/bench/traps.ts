import { createHash, type Hash } from "node:crypto"
import type { Random } from "./random.ts"

const BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
const URL64 = `${BASE62}-_`
const HEX = "0123456789abcdef"
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const uuid = (r: Random): string => [8, 4, 4, 4, 12].map((count) => r.from(HEX, count)).join("-")
const seconds = (r: Random): string => String(1_600_000_000 + r.whole(250_000_000))
const millis = (r: Random): string => seconds(r) + r.digits(3)
const clientId = (r: Random): string => `${1 + r.whole(9)}${r.digits(8 + r.whole(2))}.${seconds(r)}`
const hash = (r: Random, name: string): Hash => createHash(name).update(r.digits(12))
const article = (r: Random, length: number): string => {
  const body = String(1 + r.whole(9)) + r.digits(length - 2)
  const sum = [...body].reduceRight((total, digit, at) => total + Number(digit) * ((body.length - at) % 2 === 1 ? 3 : 1), 0)
  return body + String((10 - (sum % 10)) % 10)
}
const decimals = (r: Random, count: number): string => `${r.whole(90)}.${r.digits(count)}`
const version = (r: Random): string => `${r.whole(30)}.${r.whole(20)}.${r.whole(50)}`
const iso = (r: Random): string => new Date(Number(millis(r))).toISOString()
const chrome = (r: Random): string => `${90 + r.whole(60)}.0.${4000 + r.whole(3000)}.${r.whole(250)}`
const agent = (r: Random): string => `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${90 + r.whole(60)}.0.0.0 Safari/537.36`
const word = (r: Random): string => r.pick("summer sale hero banner newsletter spring kurs angebot intensive studio brand generic retargeting lookalike".split(" "))

/** Values that a tracked site sends all day and that are nobody's data. */
export const values: Record<string, (r: Random) => string> = {
  "client id": clientId,
  "_ga": (r) => `GA1.${1 + r.whole(3)}.${clientId(r)}`,
  "_ga_*": (r) => `GS1.1.${seconds(r)}.${r.whole(40)}.${r.whole(2)}.${seconds(r)}.${r.whole(60)}.0.${r.whole(999999999)}`,
  "_ga_* of 2025": (r) => `GS2.1.s${seconds(r)}$o${r.whole(30)}$g1$t${seconds(r)}$j${r.whole(60)}$l0$h${r.whole(2_000_000_000)}`,
  "fbp": (r) => `fb.1.${millis(r)}.${1 + r.whole(9)}${r.digits(9)}`,
  "fbp, long": (r) => `fb.1.${millis(r)}.${1 + r.whole(9)}${r.digits(17)}`,
  "fbc": (r) => `fb.1.${millis(r)}.IwAR${r.from(URL64, 56)}`,
  "fbclid": (r) => `IwAR${r.from(URL64, 57)}`,
  "gclid": (r) => `Cj0KCQ${r.from(URL64, 80)}_wcB`,
  "gclid, short": (r) => `EAIaIQobChMI${r.from(URL64, 36)}_BwE`,
  "msclkid": (r) => r.from(HEX, 32),
  "ttclid": (r) => `E.C.P.${r.from(URL64, 60)}`,
  "_gcl_au": (r) => `1.1.${r.digits(9)}.${seconds(r)}`,
  "_gcl_aw": (r) => `GCL.${seconds(r)}.Cj0KCQ${r.from(URL64, 60)}`,
  "_gl": (r) => `1*${r.from("abcdefghijklmnopqrstuvwxyz0123456789", 7)}*_ga*${Buffer.from(clientId(r)).toString("base64")}*_ga_ABC123DEF4*czE3${r.from(BASE62, 30)}`,
  "seconds": seconds, "milliseconds": millis, "microseconds": (r) => millis(r) + r.digits(3), "nanoseconds": (r) => millis(r) + r.digits(6),
  "seconds with a fraction": (r) => `${seconds(r)}.${r.digits(3)}`,
  "seconds with six decimals": (r) => `${seconds(r)}.${r.digits(6)}`,
  "time": iso, "time with zone": (r) => iso(r).replace(/\.\d+Z/, r.pick(["+01:00", "+0100", "-08:00", "+05:30"])), "compact time": (r) => iso(r).replace(/\D/g, "").slice(0, 14), "compact date": (r) => iso(r).slice(0, 10).replaceAll("-", ""),
  "compact time with T": (r) => iso(r).replace(/[-:]|\.\d+/g, ""), "date": (r) => iso(r).slice(0, 10), "European date": (r) => iso(r).slice(0, 10).split("-").reverse().join("."), "American date": (r) => `${1 + r.whole(12)}/${1 + r.whole(28)}/20${10 + r.whole(20)}`,
  "uuid": uuid, "uuid in capitals": (r) => uuid(r).toUpperCase(), "uuid without hyphens": (r) => uuid(r).replaceAll("-", ""), "ulid": (r) => `01${r.from(CROCKFORD, 24)}`, "uuid of digits": (r) => uuid(r).replace(/[a-f]/g, () => r.digits(1)),
  "ksuid": (r) => r.from(BASE62, 27), "nanoid": (r) => r.from(URL64, 21), "cuid": (r) => `c${r.from("abcdefghijklmnopqrstuvwxyz0123456789", 24)}`, "object id": (r) => r.from(HEX, 24), "object id of digits": (r) => `6${r.digits(23)}`,
  "md5": (r) => hash(r, "md5").digest("hex"), "sha1": (r) => hash(r, "sha1").digest("hex"), "sha256": (r) => hash(r, "sha256").digest("hex"), "sha256 in base64": (r) => hash(r, "sha256").digest("base64"), "short hash": (r) => hash(r, "sha1").digest("hex").slice(0, 7 + r.whole(8)),
  "integrity": (r) => `sha384-${hash(r, "sha384").digest("base64")}`,
  "Stripe session": (r) => `cs_${r.pick(["test", "live"])}_${r.from(BASE62, 58)}`, "Stripe payment": (r) => `pi_3${r.from(BASE62, 23)}`, "Stripe customer": (r) => `cus_${r.from(BASE62, 14)}`, "Stripe event": (r) => `evt_1${r.from(BASE62, 23)}`, "Stripe price": (r) => `price_1${r.from(BASE62, 23)}`,
  "publishable key": (r) => `pk_live_${r.from(BASE62, 24)}`,
  "GTIN-13": (r) => article(r, 13), "GTIN-14": (r) => article(r, 14), "GTIN-8": (r) => article(r, 8), "UPC": (r) => article(r, 12), "ISBN": (r) => `978-3-${r.digits(3)}-${r.digits(5)}-${r.digits(1)}`, "German GTIN": (r) => `40${r.digits(11)}`.replace(/.$/, ""),
  "zero-padded GTIN-14": (r) => `0${article(r, 13)}`, "zero-padded order": (r) => r.digits(6 + r.whole(3)).padStart(10, "0"),
  "order": (r) => `ORD-${r.digits(6)}`, "order of digits": (r) => r.digits(8), "order with year": (r) => `2026-${r.digits(5)}`, "Amazon order": (r) => `${r.digits(3)}-${r.digits(7)}-${r.digits(7)}`, "Shopify order": (r) => `#${r.digits(4)}`, "Shopify id": (r) => `gid://shopify/Order/${r.digits(13)}`.replace("/0", "/5"),
  "PO": (r) => `PO${r.digits(7)}`, "invoice": (r) => `RE-2026-${r.digits(4)}-${r.digits(3)}`, "transaction": (r) => `T${r.digits(12)}`, "transaction with date": (r) => `${iso(r).slice(0, 10).replaceAll("-", "")}-${r.digits(6)}`, "sku": (r) => `${r.from("ABCDEFGH", 3)}-${r.digits(4)}-${r.from("SMLX", 1)}`,
  "GTM": (r) => `GTM-${r.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 7)}`, "GA4": (r) => `G-${r.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 10)}`, "Ads": (r) => `AW-${r.digits(10)}/${r.from(BASE62, 19)}`, "Ads customer": (r) => `${1 + r.whole(9)}${r.digits(2)}-${r.digits(3)}-${r.digits(4)}`, "UA": (r) => `UA-${r.digits(8)}-1`,
  "Meta campaign": (r) => `1202${r.digits(14)}`, "Meta campaign of 2019": (r) => `23${r.digits(15)}`, "Google campaign": (r) => `${1 + r.whole(2)}${r.digits(10)}`, "TikTok campaign": (r) => `17${r.digits(14)}`, "snowflake": (r) => `1${r.digits(18)}`, "snowflake of 17": (r) => `9${r.digits(16)}`.slice(0, 17),
  "gcs": (r) => `G1${r.whole(2)}${r.whole(2)}`, "gcd": (r) => `13${r.from("lpqrtuvmn", 1)}3${r.from("lpqrt", 1)}3${r.from("lpqrt", 1)}3${r.from("lpqrt", 1)}1${r.from("lpqrt", 1)}1`, "tag_exp": (r) => `${r.digits(9)}~${r.digits(9)}~${r.digits(9)}`, "gtm parameter": (r) => `45je5${r.digits(3)}v9${r.digits(9)}z8${r.digits(9)}za200`,
  "density": (r) => `${word(r)}@${2 + r.whole(2)}x.${r.pick(["png", "webp", "jpg", "svg", "avif"])}`, "decimal density": (r) => `${word(r)}@1.5x.png`, "package": (r) => `${r.pick(["react", "vue", "chart.js", "lodash", "@scope/pkg"])}@${version(r)}`, "package of a tag": (r) => `${r.pick(["react", "vue"])}@${r.pick(["next", "latest", "18", "3.x"])}`,
  "media query": (r) => `@media (min-width: ${r.digits(3)}px)`, "npm path": (r) => `/npm/bootstrap@${version(r)}/dist/js/bootstrap.bundle.min.js`, "git": () => "git@github.com:owner/repository.git", "handle": () => "@user", "sprite": (r) => `icon@${r.pick(["hover", "active"])}.svg`, "twitter": () => "https://www.tiktok.com/@some.user/video/7301234567890123456",
  "screen": (r) => `${800 + r.whole(2000)}x${600 + r.whole(1000)}`, "depth": () => "24-bit", "language": (r) => r.pick(["de-at", "en-us", "pt-br"]), "version": version, "version of four": chrome, "version with build": (r) => `${version(r)}-beta.${r.whole(9)}+build.${r.digits(4)}`, "ios": (r) => `${10 + r.whole(9)}.${r.whole(9)}.${r.whole(9)}`,
  "brands": (r) => `Chromium;${chrome(r)}|Google%20Chrome;${chrome(r)}|Not-A.Brand;99.0.0.0`, "agent": agent, "Chrome": (r) => `Chrome/${chrome(r)}`,
  "coordinate": (r) => decimals(r, 13), "coarse place": (r) => `${decimals(r, 1)},${decimals(r, 1)}`, "ratio": (r) => `0.${r.digits(16)}`, "negative ratio": (r) => `-0.${r.digits(15)}`, "duration": (r) => `${r.digits(4)}.${r.digits(13)}`, "percent": (r) => `${r.whole(100)}%`, "price": (r) => `${r.whole(999)}.${r.digits(2)}`, "price with currency": (r) => `€ ${r.whole(9)}.${r.digits(3)},00`, "number": (r) => String(r.whole(99999999)), "nine digits": (r) => r.digits(9), "ten digits": (r) => r.digits(10), "eleven digits": (r) => r.digits(11), "twelve digits": (r) => r.digits(12),
  "Meta pixel": (r) => String(1 + r.whole(9)) + r.digits(14), "fifteen digits": (r) => r.digits(15), "sixteen digits": (r) => r.digits(16),
  "page": (r) => `/blog/${2015 + r.whole(12)}/${r.digits(2)}/${r.digits(2)}/how-to-${word(r)}-${r.digits(2)}`, "page with id": (r) => `/products/${r.digits(6)}-${word(r)}`, "title": (r) => `${1 + r.whole(20)} ${word(r)} ideas for ${2020 + r.whole(9)} | Northlight Studio`, "title with number": (r) => `Order ${r.digits(8)} confirmed – thank you`, "event": (r) => r.pick(["phone_click", "email_click", "form_submit", "call_now", "iban_help", "card_view", "tel_click"]),
  "campaign": (r) => `${word(r)}_${word(r)}_${iso(r).slice(0, 10).replaceAll("-", "")}_v${r.whole(9)}`, "campaign with plus": (r) => `${word(r)}+${word(r)}+${2020 + r.whole(9)}`, "campaign with date": (r) => `${word(r)}+${iso(r).slice(0, 10).replaceAll("-", "")}${r.digits(4)}`, "trace": (r) => `00-${r.from(HEX, 32)}-${r.from(HEX, 16)}-01`, "B3": (r) => r.from(HEX, 16), "etag": (r) => `W/"${r.from(HEX, 5)}-${r.from(BASE62, 27)}"`, "colour": (r) => `#${r.from(HEX, 6)}`, "csrf": (r) => r.from(BASE62, 43), "base64 noise": (r) => hash(r, "sha1").digest("base64"),
  "base64 of a number": (r) => Buffer.from(r.digits(10)).toString("base64"), "Cloudflare ray": (r) => `${r.from(HEX, 16)}-VIE`, "hubspotutk": (r) => r.from(HEX, 32), "__hstc": (r) => `${r.digits(9)}.${r.from(HEX, 32)}.${millis(r)}.${millis(r)}.${millis(r)}.3`, "_uetsid": (r) => uuid(r).replaceAll("-", ""), "_pin": (r) => `dWlkPV${r.from(BASE62, 40)}`, "_hjSession": (r) => Buffer.from(JSON.stringify({ id: uuid(r), c: Number(millis(r)), s: 0, r: 0 })).toString("base64"), "OneTrust": (r) => `isGpcEnabled=0&datestamp=Mon+Nov+23+2026+10%3A${r.digits(2)}%3A00+GMT%2B0100&version=202403.1.0&consentId=${uuid(r)}&interactionCount=1&groups=C0001%3A1%2CC0002%3A0`,
  "selector": (r) => `div.hero > a[data-cta="${word(r)}"]:nth-child(${r.whole(9)})`, "label": (r) => `Buy now – € ${r.digits(3)},-`, "opening hours": () => "Mo-Fr 09:00-18:00", "range": (r) => `1-${r.digits(2)} of ${r.digits(4)}`, "IPv4 of this machine": () => "127.0.0.1", "port": (r) => `localhost:${1000 + r.whole(9000)}`, "time of day": (r) => `${10 + r.whole(10)}:${10 + r.whole(40)}:${10 + r.whole(40)}`, "mime": () => "text/html; charset=utf-8", "quality": () => "de-AT,de;q=0.9,en;q=0.8", "year range": () => "2019-2026", "phone word": () => "Call us", "form field": (r) => r.pick(["first_name", "phone", "email", "iban", "date_of_birth"]),
}

const QUERY = "cid sid _p utm_id z ts t order_id transaction_id item_id v _s en session_id ga_session_id event_id eid id ref aid".split(" ")
const KEYS = "client_id session_id timestamp event_id transaction_id item_id campaign_id page_location value user_agent screen version screen_resolution engagement_time_msec creative_id gtm.uniqueEventId id".split(" ")

/** The same values where they travel: URLs, documents, cookies, headers. */
export const carriers: Record<string, (r: Random, value: () => string) => string> = {
  "value": (_, value) => value(),
  "URL": (r, value) => `https://www.example.com/${word(r)}?${r.pick(QUERY)}=${encodeURIComponent(value())}&${r.pick(QUERY)}=${encodeURIComponent(value())}&utm_campaign=${word(r)}`,
  "GA4 hit": (r, value) => `https://region1.google-analytics.com/g/collect?v=2&tid=G-ABC123DEF4&gtm=45je5b${r.digits(1)}v9${r.digits(9)}&_p=${millis(r)}&cid=${clientId(r)}&sid=${seconds(r)}&sct=2&seg=1&dl=${encodeURIComponent(`https://www.example.com/?x=${encodeURIComponent(value())}`)}&en=page_view&ep.label=${encodeURIComponent(value())}&_et=${r.digits(4)}`,
  "Meta hit": (r, value) => `https://www.facebook.com/tr/?id=${1 + r.whole(9)}${r.digits(14)}&ev=PageView&dl=https%3A%2F%2Fwww.example.com%2F&ts=${millis(r)}&sw=1920&sh=1080&v=2.9.${r.digits(3)}&r=stable&ec=0&o=4126&fbp=fb.1.${millis(r)}.${r.digits(18)}&it=${millis(r)}&eid=${encodeURIComponent(value())}`,
  "JSON": (r, value) => JSON.stringify({ event: word(r), [r.pick(KEYS)]: value(), params: { [r.pick(KEYS)]: value(), timestamp: Number(millis(r)) } }),
  "cookies": (r, value) => `_ga=GA1.1.${clientId(r)}; ${word(r)}=${encodeURIComponent(value())}; _fbp=fb.1.${millis(r)}.${r.digits(10)}`,
  "header": (r, value) => `${r.pick(["x-request-id", "etag", "x-trace", "x-client-data", "if-none-match"])}: ${value()}`,
}

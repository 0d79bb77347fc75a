import { deflateSync, gzipSync } from "node:zlib"

/** How tracking writes a value into what it sends: a value goes in, a text comes out in which it can be found again. */
export const encodings: Record<string, (value: string) => string> = {
  "query, percent-encoded": (value) => `https://www.example.com/thanks?src=a&field=${encodeURIComponent(value)}&x=1`,
  "query as a form sends it": (value) => `https://www.example.com/thanks?${new URLSearchParams({ src: "a", field: value, x: "1" })}`,
  "page location of GA4": (value) => `https://region1.google-analytics.com/g/collect?v=2&tid=G-ABC123DEF4&cid=1234567890.1734567890&dl=${encodeURIComponent(`https://a.example/?q=${encodeURIComponent(value)}`)}&en=page_view`,
  "parameter of GA4": (value) => `v=2&tid=G-ABC123DEF4&_p=1734567890123&sr=1920x1080&en=form_submit&ep.form_value=${encodeURIComponent(value)}&epn.value=12`,
  "lines of GA4": (value) => `en=page_view&_et=12\r\nen=form&ep.note=${encodeURIComponent(value)}&_et=100\r\nen=scroll&epn.percent=90`,
  "encoded twice": (value) => `u=${encodeURIComponent(encodeURIComponent(value))}`,
  "encoded three times": (value) => `r=${encodeURIComponent(encodeURIComponent(encodeURIComponent(value)))}`,
  "JSON": (value) => JSON.stringify({ event: "form", data: { note: value, n: 12 } }),
  "JSON in JSON": (value) => JSON.stringify({ payload: JSON.stringify({ note: value }), ts: 1734567890123 }),
  "JSON in JSON in a query": (value) => `https://t.example/c?d=${encodeURIComponent(JSON.stringify({ p: JSON.stringify({ v: value }) }))}`,
  "base64": (value) => Buffer.from(value).toString("base64"),
  "base64url in a query": (value) => `https://t.example/i?e=${Buffer.from(value).toString("base64url")}&aid=web`,
  "base64 of JSON": (value) => `data=${Buffer.from(JSON.stringify({ u: value, t: 1 })).toString("base64")}`,
  "base64 of JSON, percent-encoded": (value) => `data=${encodeURIComponent(Buffer.from(JSON.stringify({ u: value, t: 1 })).toString("base64"))}&ip=0`,
  "gzip in base64": (value) => `compression=gzip-js&data=${encodeURIComponent(gzipSync(JSON.stringify([{ event: "form", properties: { note: value } }])).toString("base64"))}`,
  "zlib in base64": (value) => `d=${deflateSync(JSON.stringify({ note: value, at: 1734567890123 })).toString("base64url")}`,
  "hexadecimal": (value) => `h=${Buffer.from(value).toString("hex")}`,
  "HTML": (value) => `title=${[...value].map((sign) => (/[a-z0-9 ]/i.test(sign) ? sign : `&#${sign.codePointAt(0)};`)).join("")}`,
  "escapes of JavaScript": (value) => `{"v":"${[...value].map((sign) => (/[a-z0-9 ]/i.test(sign) ? sign : [...Array(sign.length).keys()].map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""))).join("")}"}`,
  "cookie": (value) => `_ga=GA1.1.1234567890.1734567890; prefill=${encodeURIComponent(value)}; theme=dark`,
  "path": (value) => `https://www.example.com/u/${encodeURIComponent(value)}/orders`,
  "fragment": (value) => `https://www.example.com/#/login?hint=${encodeURIComponent(value)}`,
  "Meta pixel": (value) => `https://www.facebook.com/tr/?id=1234567890123456&ev=Lead&cd%5Bnote%5D=${encodeURIComponent(value)}&fbp=fb.1.1734567890123.1234567890`,
  "plain value": (value) => value,
}

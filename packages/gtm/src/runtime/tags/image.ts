import { text, type TagRunner } from "../engine/runtime.ts"

const LARGEST_RANDOM = 2_147_483_647

/** Image pixel, with `gtmcb=<random>` when cache busting is on (fact B8). */
export const imagePixel: TagRunner = (call) => {
  const url = text(call.value("url")).trim()
  if (url === "") return call.done("failure")
  const busted = call.tag.params["useCacheBuster"] !== undefined && call.value("useCacheBuster") === true
  const key = text(call.tag.params["cacheBusterQueryParam"] === undefined ? undefined : call.value("cacheBusterQueryParam")) || "gtmcb"
  const random = Math.floor(call.runtime.host.random() * LARGEST_RANDOM)
  const full = busted ? `${url}${url.includes("?") ? "&" : "?"}${key}=${random}` : url
  call.runtime.host.send({ url: absolute(full, call.runtime.host.page.href()), method: "GET", via: "image", tags: [call.tag.name] }, (ok) => call.done(ok ? "success" : "failure"))
}

const absolute = (url: string, page: string): string => URL.parse(url, page)?.href ?? url

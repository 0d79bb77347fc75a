/** Who receives a request, by host. */
export type Vendor = "analytics" | "ads" | "floodlight" | "meta" | "microsoft" | "linkedin" | "tiktok" | "pinterest"

const HOSTS: Record<Vendor, RegExp> = {
  analytics: /(^|\.)(google-analytics\.com|analytics\.google\.com)$/,
  floodlight: /(^|\.)(ad\.doubleclick\.net|fls\.doubleclick\.net)$/,
  ads: /(^|\.)(googleadservices\.com|googleads\.g\.doubleclick\.net|googlesyndication\.com|www\.google\.com)$/,
  meta: /(^|\.)(facebook\.com|facebook\.net)$/,
  microsoft: /(^|\.)(bing\.com|clarity\.ms)$/,
  linkedin: /(^|\.)(linkedin\.com|licdn\.com)$/,
  tiktok: /(^|\.)tiktok\.com$/,
  pinterest: /(^|\.)(pinterest\.com|pinimg\.com)$/,
}
const VENDORS = ["analytics", "floodlight", "ads", "meta", "microsoft", "linkedin", "tiktok", "pinterest"] as const satisfies Vendor[]

export const vendorOf = (url: string): Vendor | undefined => {
  const host = URL.parse(url)?.hostname ?? ""
  return VENDORS.find((vendor) => HOSTS[vendor].test(host))
}

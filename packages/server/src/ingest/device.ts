import type { IncomingHttpHeaders } from "node:http"
import type { Device } from "../store/model.ts"

/**
 * The kind of device, from what every browser says of itself. "Mobi" is the mark that browsers agreed on (MDN, "Browser
 * detection using the user agent"); Android without it is a tablet. iPads call themselves Macs by default and count as desktop.
 */
export const deviceOf = (headers: IncomingHttpHeaders): Device | undefined => {
  const agent = headers["user-agent"]
  if (headers["sec-ch-ua-mobile"] === "?1") return "mobile"
  if (agent === undefined) return undefined
  if (/iPad|Tablet|Android(?!.*Mobi)/.test(agent)) return "tablet"
  return agent.includes("Mobi") ? "mobile" : "desktop"
}

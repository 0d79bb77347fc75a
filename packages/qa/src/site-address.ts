import { lookup } from "node:dns/promises"
import { BlockList, isIPv6 } from "node:net"
import { Fault } from "@tagwright/formats"
import { limits } from "./limits.ts"

/** Loopback, and the networks that containers and test machines share (RFC 1918, RFC 4193): what stands there is ours. */
const near = new BlockList()
for (const [network, prefix] of [["127.0.0.0", 8], ["10.0.0.0", 8], ["172.16.0.0", 12], ["192.168.0.0", 16]] as const) near.addSubnet(network, prefix)
for (const [network, prefix] of [["::1", 128], ["fc00::", 7]] as const) near.addSubnet(network, prefix, "ipv6")

const isNear = (address: string): boolean => near.check(address, isIPv6(address) ? "ipv6" : "ipv4")

/** Whether a site's address can be visited: it stands on this machine or beside it, and answers. Throws a Fault when not. */
export const checkAddress = async (url: string): Promise<void> => {
  if (!URL.canParse(url)) throw new Fault("caller", `${url} is no address`, "Name the site like this: --site http://localhost:8080")
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "")
  // `*.localhost` is this machine (RFC 6761), whether or not a resolver knows it.
  const addresses = host.endsWith(".localhost") ? [] : await lookup(host, { all: true }).catch(() => undefined)
  if (addresses === undefined) throw new Fault("caller", `nobody knows the host ${host}`, "Name a site on this machine: --site http://localhost:8080")
  if (!addresses.every(({ address }) => isNear(address))) throw new Fault("caller", `${host} is not on this machine, and journeys send forms and payments`, "Serve the site here: --site http://localhost:8080, or a built folder")
  const answered = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(limits.loadMs) }).then(
    () => true,
    () => false,
  )
  if (!answered) throw new Fault("caller", `nothing answers at ${url}`, 'Start the site first, or let us start it: --site-command "npm run dev"')
}

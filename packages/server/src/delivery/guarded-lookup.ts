import { lookup as systemLookup, type LookupAddress } from "node:dns"
import { BlockList, isIPv4, type LookupFunction } from "node:net"

/** Addresses that a URL from a plan may never reach: loopback, private, link-local and metadata ranges (IANA special-purpose registries). */
const forbidden4 = new BlockList()
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  forbidden4.addSubnet(net, bits, "ipv4")
// A list of its own: Node looks IPv4 addresses up among mapped IPv6 ranges too, and would forbid them all.
const forbidden6 = new BlockList()
for (const [net, bits] of [
  ["::", 127],
  // Mapped, translated (NAT64) and 6to4 addresses hold an IPv4 address that the rules above would not see.
  ["::ffff:0:0", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2002::", 16],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  forbidden6.addSubnet(net, bits, "ipv6")

export const isForbidden = (address: string): boolean => (isIPv4(address) ? forbidden4.check(address, "ipv4") : forbidden6.check(address, "ipv6"))

export class ForbiddenAddress extends Error {
  readonly code = "forbidden_address"
}

type Resolve = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void
const resolveAll: Resolve = (host, done) => systemLookup(host, { all: true }, done)

/**
 * Resolves, checks, and hands the very address that was checked to the socket: a second look-up cannot change the answer.
 * One forbidden address among many refuses the host. Node skips look-ups for literal addresses: see `refuseLiteral`.
 */
export const guardedLookup = (resolve: Resolve = resolveAll): LookupFunction => (host, options, done) => {
  resolve(host, (error, addresses) => {
    const first = addresses?.[0]
    if (error !== null || first === undefined) return done(error ?? new Error("no address"), [])
    if (addresses.some(({ address }) => isForbidden(address))) return done(new ForbiddenAddress("forbidden address"), [])
    if (options.all) done(null, addresses)
    else done(null, first.address, first.family)
  })
}

/** Hosts that are addresses themselves never pass the look-up. */
export const literalForbidden = (url: string): boolean => {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "")
  return (isIPv4(host) || host.includes(":")) && isForbidden(host)
}

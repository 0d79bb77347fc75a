import { BlockList, isIP } from "node:net"

/** IPv4 as a socket that listens on both kinds of addresses shows it. */
const MAPPED = /^::ffff:(?=\d+\.)/i
const bare = (address: string): string => address.trim().replace(MAPPED, "")
const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4")

/** `10.0.0.0/8`, `::1`; undefined when it is neither an address nor a network. */
const parse = (text: string): { address: string; bits: number | undefined } | undefined => {
  const [address = "", bits] = text.trim().split("/")
  const longest = isIP(address) === 6 ? 128 : 32
  if (isIP(address) === 0 || (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= longest))) return undefined
  return { address, bits: bits === undefined ? undefined : Number(bits) }
}
export const isNetwork = (text: string): boolean => parse(text) !== undefined

/**
 * Who is at the other end (limits on sign-in are counted by it). Only what a trusted proxy adds to `X-Forwarded-For` is
 * believed: from its end, the first address that is none of our proxies. Anybody can write what stands before that.
 */
export const peerReader = (trusted: readonly string[]): ((socketPeer: string, forwarded: string | undefined) => string) => {
  const ours = new BlockList()
  for (const network of trusted.map(parse)) {
    if (network === undefined) continue
    if (network.bits === undefined) ours.addAddress(network.address, familyOf(network.address))
    else ours.addSubnet(network.address, network.bits, familyOf(network.address))
  }
  const isOurs = (address: string): boolean => isIP(address) !== 0 && ours.check(address, familyOf(address))
  return (socketPeer, forwarded) => {
    const peer = bare(socketPeer)
    if (forwarded === undefined || !isOurs(peer)) return peer
    const hops = forwarded.split(",").map(bare)
    const client = hops.findLast((hop) => !isOurs(hop))
    return client !== undefined && isIP(client) !== 0 ? client : peer
  }
}

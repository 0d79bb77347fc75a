import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isNetwork, peerReader } from "../src/http/peer.ts"

describe("D3.5 who is at the other end", () => {
  const peerOf = peerReader(["127.0.0.1", "10.0.0.0/8", "fd00::/8"])
  it.each([
    ["no proxy", "203.0.113.7", undefined, "203.0.113.7"],
    ["a stranger's header is not believed", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
    ["our proxy says who came", "127.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["as a socket for both kinds of addresses shows it", "::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["what the client made up stands before what our proxy added", "127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"],
    ["a chain of ours", "127.0.0.1", "1.2.3.4, 198.51.100.1, 10.1.2.3", "198.51.100.1"],
    ["over IPv6", "fd00::1", "2001:db8::9", "2001:db8::9"],
    ["nothing but ours", "127.0.0.1", "10.1.2.3", "127.0.0.1"],
    ["no address", "127.0.0.1", "unknown", "127.0.0.1"],
  ])("%s", (_what, socket, forwarded, peer) => expect(peerOf(socket, forwarded)).toBe(peer))
  it("without trusted proxies, no header changes anything", () => {
    fc.assert(fc.property(fc.ipV4(), fc.string(), (socket, header) => peerReader([])(socket, header) === socket))
  })
  it("networks are told from what is none", () => {
    for (const good of ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"]) expect(isNetwork(good), good).toBe(true)
    for (const bad of ["", "localhost", "10.0.0.0/33", "10.0.0.0/", "fd00::/129", "10.0.0/8"]) expect(isNetwork(bad), bad).toBe(false)
  })
})

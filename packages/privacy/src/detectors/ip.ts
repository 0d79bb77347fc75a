import ipaddr from "ipaddr.js"
import { isHarmlessKey, wordsOf } from "../context/keys.ts"
import { announced, denied } from "../context/words.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

const FOUR = /(?<![\p{L}\p{N}.%])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/gu
const SIX = /(?<![\p{L}\p{N}:.])(?=[0-9a-f:]{2,39}(?![\p{L}\p{N}:]))(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}/giu
const KEY = /^(?:ip|ips|ipv4|ipv6|uip|ipaddress|ipaddr|remoteaddr|clientip|userip|forwarded|xff)$/
const HEADER = /^(?:x-forwarded-for|x-real-ip|true-client-ip|cf-connecting-ip|x-client-ip|forwarded|client_ip_address|remote_addr|_uip)$/i
const WORDS = {
  yes: /(?<!\p{L})(?:ip|ips|ip-?addres\p{L}*|ip-adresse|adresse ip|dirección ip|logged in from|connected from|visited from|came from|client|remote)(?!\p{L})/giu,
  no: /(?<!\p{L})(?:version|v|release|build|chrome|safari|firefox|edge|brand)(?!\p{L})/giu,
}

/** Ranges that name no person; those inside an office do only where a sentence says so. Documentation ranges stay: tests use them for people. */
const NOBODY = new Set(["unspecified", "broadcast", "multicast", "linkLocal", "loopback"])
const INSIDE = new Set(["private", "uniqueLocal", "carrierGradeNat"])

/** Addresses where a key or words say so; standing free only when they cannot be a version. */
export function* ip(view: View): Generator<Candidate> {
  for (const { 0: all, index } of view.text.matchAll(FOUR)) yield* judged(view, all, index, couldBeVersion(all))
  for (const { 0: all, index } of view.text.matchAll(SIX))
    if (/[0-9a-f]{3}/i.test(all) && all.split(":").length > 3) yield* judged(view, all, index, false)
}

function* judged(view: View, address: string, start: number, doubtful: boolean): Generator<Candidate> {
  if (!ipaddr.isValid(address) || NOBODY.has(ipaddr.parse(address).range())) return
  const end = start + address.length
  const key = view.keyAt(start)
  const found = (confidence: number): Candidate => ({ kind: "ip", start, end, confidence })
  if (key !== undefined && (HEADER.test(key) || wordsOf(key).some((word) => KEY.test(word)) || KEY.test(wordsOf(key).join(""))))
    yield* inside(address) ? [] : [found(0.95)]
  else if (isHarmlessKey(key) || /[/;=_v-]["']?$/i.test(view.text.slice(Math.max(0, start - 2), start)) || isHost(view.text, start, end))
    return
  else if (announced(view, start, end, WORDS)) yield found(0.85)
  else if (!doubtful && !inside(address) && !denied(view, start, WORDS)) yield found(0.55)
}

const inside = (address: string): boolean => INSIDE.has(ipaddr.parse(address).range())

/** Versions of browsers end in zeros, those of software have small parts. */
const couldBeVersion = (address: string): boolean =>
  /\.0$|\.0\.0\./.test(address) || address.split(".").filter((part) => part.length > 1).length < 3

/** `http://192.0.2.1:8080/` names a server. */
const isHost = (text: string, start: number, end: number): boolean =>
  text.slice(Math.max(0, start - 3), start).endsWith("//") || /^:\d{2,5}(?!\d)/.test(text.slice(end, end + 7))

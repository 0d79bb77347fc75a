import type { Message } from "../../src/webhooks/occasion.ts"

/** A small generator with a seed (mulberry32): the same mutants in every run. */
export const seeded = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Headers that carry the signature or are covered by it; others (an algorithm's name) may change freely. */
const SIGNED = /signature|hmac|timestamp|transmission|authorization|webhook-id|svix-id/
/** Ids that no signature covers serve for deduplication only. */
const FREE = /event-id|delivery-id|auth-algo|cert-url/

const pick = <T>(list: readonly T[], random: () => number): T | undefined => list[Math.floor(random() * list.length)]
const flipByte = (bytes: Buffer, random: () => number): Buffer => {
  const copy = Buffer.from(bytes)
  const at = Math.floor(random() * copy.length)
  copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 7))
  return copy
}
/** One printable character becomes another; in base64 the last one before "=" has bits that do not count, so it stays. */
const changeText = (text: string, random: () => number): string => {
  const at = Math.floor(random() * Math.max(1, text.length - 4))
  const before = text[at]
  const after = pick([..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"].filter((sign) => sign.toLowerCase() !== before?.toLowerCase()), random) ?? "x"
  return text.slice(0, at) + after + text.slice(at + 1)
}
const headerChanges: ((value: string, random: () => number) => string | undefined)[] = [changeText, changeText, changeText, () => undefined, () => "", (value) => value.slice(0, Math.max(0, value.length - 6)), (value) => `x${value}`]

/** The message with one thing changed: a bit of the body, a byte more or less, or a header that the signature needs. */
export const mutate = (message: Message, random: () => number, parts: readonly ("headers" | "body")[]): Message => {
  if (pick(parts, random) === "body") {
    const change = pick([flipByte, flipByte, (body: Buffer) => Buffer.concat([body, Buffer.from("x")]), (body: Buffer) => body.subarray(0, -2)], random)
    return { ...message, body: change?.(message.body, random) ?? message.body }
  }
  const name = pick(Object.keys(message.headers).filter((one) => SIGNED.test(one) && !FREE.test(one)), random) ?? ""
  const change = pick(headerChanges, random)
  return { ...message, headers: { ...message.headers, [name]: change?.(message.headers[name] ?? "", random) } }
}

import { createHash } from "node:crypto"
import { layers } from "./decode/layers.ts"
import { personalDataKinds, type PersonalDataFinding, type PersonalDataKind, type ScanOptions } from "./finding.ts"
import { canonical, fingerprint } from "./fingerprint.ts"
import { originEnd, originStart, type Layer } from "./layer.ts"
import { placed, withoutOverlaps, type Placed } from "./scan.ts"

/** A made-up person whose values a test types into forms: kind → value, or several. */
export type Persona = Partial<Record<PersonalDataKind, string | readonly string[]>>

/** Finds the values of a persona. Surer than any detector: it knows what to look for, and so finds names and hashes too. */
export type KnownValueMatcher = (text: string, options?: Pick<ScanOptions, "salt" | "rounds">) => PersonalDataFinding[]

/** Shorter values stand in every text by chance. */
const SHORTEST = 3
const HASHES = ["md5", "sha1", "sha256"] as const
/** What a hash of these lengths looks like: hexadecimal, or base64 in either alphabet with or without padding. */
const HASHED =
  /(?<![A-Za-z0-9+/_-])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[A-Za-z0-9+/_-]{43}=?|[A-Za-z0-9+/_-]{27}=?|[A-Za-z0-9+/_-]{22}(?:==)?)(?![A-Za-z0-9+/_=-])/gi

interface Known {
  kind: PersonalDataKind
  /** The writing that all writings of the value share. */
  value: string
  via: string[]
}

/** A matcher for a persona's values: plain in any case and grouping, encoded as `scan` decodes, and as MD5, SHA-1 and SHA-256. */
export function knownValues(persona: Persona): KnownValueMatcher {
  const values = personalDataKinds.flatMap((kind) => [persona[kind] ?? []].flat().map((value) => ({ kind, value: value.trim() })))
  const plain = values
    .filter(({ value }) => value.length >= SHORTEST)
    .map(({ kind, value }) => ({ kind, value, pattern: patternOf(kind, value) }))
  const hashes = new Map(values.flatMap(({ kind, value }) => writings(kind, value).flatMap((writing) => hashed(kind, value, writing))))
  return (text, options = {}) =>
    withoutOverlaps(
      layers(text, options.rounds).flatMap((layer) => [...inPlain(layer, plain, options.salt), ...inHashes(layer, hashes, options.salt)]),
    )
}

function* inPlain(
  layer: Layer,
  plain: { kind: PersonalDataKind; value: string; pattern: RegExp }[],
  salt?: string,
): Generator<Placed> {
  for (const { kind, value, pattern } of plain)
    for (const { 0: all, index } of layer.text.matchAll(pattern))
      yield found(layer, { kind, value, via: [] }, index, index + all.length, salt)
}

function* inHashes(layer: Layer, hashes: Map<string, Known>, salt?: string): Generator<Placed> {
  for (const { 0: all, index } of layer.text.matchAll(HASHED)) {
    const known = hashes.get(bareHash(all))
    if (known) yield found(layer, known, index, index + all.length, salt)
  }
}

function found(layer: Layer, { kind, value, via }: Known, start: number, end: number, salt?: string): Placed {
  return placed(layer, { start, end }, {
    kind: kind === "email" && via.length > 0 ? "hashed-email" : kind,
    start: originStart(layer, start),
    end: originEnd(layer, end),
    confidence: 1,
    via: [...layer.via, ...via],
    length: value.length,
    fingerprint: fingerprint(canonical[kind](value), salt),
  })
}

/** Kinds that people write in groups: any separator may stand between two of their signs. */
const GROUPED = new Set<PersonalDataKind>(["phone", "iban", "card", "national-id"])
const SEPARATORS = String.raw`[\s().\/\-]{0,3}`
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")

function patternOf(kind: PersonalDataKind, value: string): RegExp {
  const body = GROUPED.has(kind)
    ? [...bare(kind, value)].map(escaped).join(SEPARATORS)
    : value
        .split(/\s+/)
        .map(escaped)
        .join(String.raw`\s{1,3}`)
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${kind === "phone" ? String.raw`(?:\+|00)?` : ""}${body})(?![\p{L}\p{N}])`, "giu")
}

const bare = (kind: PersonalDataKind, value: string): string =>
  kind === "phone" ? canonical.phone(value).replace(/^00/, "") : canonical[kind](value)

/** The writings that vendors ask for before hashing, and those that sites send by mistake. */
function writings(kind: PersonalDataKind, value: string): string[] {
  const lower = value.toLowerCase()
  const all = [value, lower, lower.replace(/\s+/g, ""), lower.replace(/[^\p{L}\p{N}]/gu, "")]
  if (kind === "phone") all.push(`+${bare(kind, value)}`, bare(kind, value))
  if (kind === "email") all.push(lower.replace(/\.(?=[^@]*@g(?:oogle)?mail\.com$)/g, ""), lower.replace(/\+[^@]*@/, "@"))
  if (kind === "birth-date") all.push(value.replaceAll("-", ""))
  return [...new Set(all)].filter((writing) => writing.length >= SHORTEST)
}

const bareHash = (text: string): string =>
  /^[0-9a-f]+$/i.test(text) ? text.toLowerCase() : text.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_")

const hashed = (kind: PersonalDataKind, value: string, writing: string): [string, Known][] =>
  HASHES.flatMap((name) => {
    const digest = createHash(name).update(writing).digest()
    return (["hex", "base64url"] as const).map((form): [string, Known] => [digest.toString(form), { kind, value, via: [name] }])
  })

import { layers } from "./decode/layers.ts"
import { detectors } from "./detectors/index.ts"
import { personalDataKinds, type Candidate, type PersonalDataFinding, type ScanOptions } from "./finding.ts"
import { canonical, fingerprint } from "./fingerprint.ts"
import { originEnd, originStart, placeOf, type Layer } from "./layer.ts"
import { firstAfter, touching, type Span } from "./spans.ts"
import { view } from "./view.ts"

/** A label without further proof gives 0.55 and up; below is noise. */
const MIN_CONFIDENCE = 0.5

/**
 * Personal data in any text: plain, and encoded as tracking encodes it. In order of their place; no two over one another, but for those that
 * one encoded piece holds. Never throws. Values are not in the findings.
 */
export function scan(text: string, options: ScanOptions = {}): PersonalDataFinding[] {
  const found = layers(text, options.rounds).flatMap((layer) => scanLayer(layer, options))
  return withoutOverlaps(found.filter(({ finding }) => finding.confidence >= (options.minConfidence ?? MIN_CONFIDENCE)))
}

function scanLayer(layer: Layer, options: ScanOptions): Placed[] {
  const seen = view(layer.text, options.key, options.country)
  return personalDataKinds.flatMap((kind) => [...detectors[kind](seen)].map((candidate) => placed(layer, candidate, finding(layer, candidate, options.salt))))
}

/** A finding and about where its value stands, also within an encoded piece. */
export interface Placed extends Span {
  finding: PersonalDataFinding
}

export const placed = (layer: Layer, { start, end }: Span, finding: PersonalDataFinding): Placed => ({ start: placeOf(layer, start), end: placeOf(layer, end), finding })

function finding(layer: Layer, { kind, start, end, confidence, via }: Candidate, salt?: string): PersonalDataFinding {
  return {
    kind,
    start: originStart(layer, start),
    end: originEnd(layer, end),
    confidence,
    via: [...layer.via, ...(via ?? [])],
    length: end - start,
    fingerprint: fingerprint(canonical[kind](layer.text.slice(start, end)), salt),
  }
}

/**
 * One place, one finding: the surer one, then the longer one, then the one with less decoding. What was decoded out of a token (a JSON web
 * token's claims) stands beside the token.
 */
export function withoutOverlaps(findings: Placed[]): PersonalDataFinding[] {
  const best = findings.toSorted(
    ({ finding: a, ...at }, { finding: b, ...other }) =>
      b.confidence - a.confidence || other.end - other.start - (at.end - at.start) || a.via.length - b.via.length || at.start - other.start,
  )
  const tokens = new Taken()
  const values = new Taken()
  const isFree = ({ start, end, finding: { kind, via } }: Placed): boolean => {
    const [own, other] = kind === "token" ? [tokens, values] : [values, tokens]
    return other.at(start, end)?.depth !== via.length && own.take({ start, end, depth: via.length })
  }
  return best
    .filter(isFree)
    .sort((a, b) => a.start - b.start)
    .map(({ finding }) => finding)
}

interface Place extends Span {
  /** Rounds of decoding */
  depth: number
}

/** Places kept in order of their start, so that a look-up stays logarithmic with many findings. */
class Taken {
  #places: Place[] = []

  /** The first place taken that touches this one. */
  at(start: number, end: number): Place | undefined {
    return touching(this.#places, start, end)
  }

  /** Takes the place unless a part of it is taken. */
  take(place: Place): boolean {
    if (this.at(place.start, place.end)) return false
    this.#places.splice(firstAfter(this.#places, place.start), 0, place)
    return true
  }
}

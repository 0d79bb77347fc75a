import { layers } from "./decode/layers.ts"
import { detectors } from "./detectors/index.ts"
import { personalDataKinds, type Candidate, type PersonalDataFinding, type ScanOptions } from "./finding.ts"
import { canonical, fingerprint } from "./fingerprint.ts"
import { originEnd, originStart, type Layer } from "./layer.ts"
import { view } from "./view.ts"

/** A label without further proof gives 0.55 and up; below is noise. */
const MIN_CONFIDENCE = 0.5

/**
 * Personal data in any text: plain, and encoded as tracking encodes it. In order of their place, no two over one another.
 * Never throws. Values are not in the findings.
 */
export function scan(text: string, options: ScanOptions = {}): PersonalDataFinding[] {
  const found = layers(text, options.rounds).flatMap((layer) => scanLayer(layer, options))
  return withoutOverlaps(found.filter(({ confidence }) => confidence >= (options.minConfidence ?? MIN_CONFIDENCE)))
}

function scanLayer(layer: Layer, options: ScanOptions): PersonalDataFinding[] {
  const seen = view(layer.text, options.key, options.country)
  return personalDataKinds.flatMap((kind) => [...detectors[kind](seen)].map((candidate) => finding(layer, candidate, options.salt)))
}

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

/** One place, one finding: the surer one, then the longer one, then the one with less decoding. */
export function withoutOverlaps<F extends PersonalDataFinding>(findings: F[]): F[] {
  const best = findings.toSorted(
    (a, b) => b.confidence - a.confidence || b.end - b.start - (a.end - a.start) || a.via.length - b.via.length || a.start - b.start,
  )
  const kept = new Taken()
  return best.filter(({ start, end }) => kept.take(start, end)).sort((a, b) => a.start - b.start)
}

/** Spans kept in order of their start, so that a look-up stays logarithmic with many findings. */
class Taken {
  #spans: { start: number; end: number }[] = []

  /** Takes the span unless a part of it is taken. */
  take(start: number, end: number): boolean {
    let low = 0
    let high = this.#spans.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#spans[middle]?.end ?? 0) <= start) low = middle + 1
      else high = middle
    }
    const next = this.#spans[low]
    if (next && next.start < end) return false
    this.#spans.splice(low, 0, { start, end })
    return true
  }
}

import { endingsOf } from "../context/keys.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

/** Four decimals are eleven metres: a house. Three are a neighbourhood. */
const PRECISE = /^-?\d{1,3}\.\d{4,}$/
const PAIR = /^(?:geo:)?(-?\d{1,2}\.\d{4,}) ?[,;] ?(-?\d{1,3}\.\d{4,})$/
const LATITUDE = new Set(["lat", "latitude", "breitengrad"])
const LONGITUDE = new Set(["lon", "lng", "long", "longitude", "längengrad", "laengengrad"])
const BOTH = new Set(["ll", "latlng", "latlong", "latlon", "geo", "coords", "coordinates", "gps", "geolocation", "userlocation"])
const GEO_URI = /(?<![\p{L}\p{N}])geo:-?\d{1,2}\.\d{4,20},-?\d{1,3}\.\d{4,20}/gu

/** Coordinates of a house, where a key says that they are coordinates. */
export function* location(view: View): Generator<Candidate> {
  for (const { key, start: from, end: to } of view.fields) {
    const endings = endingsOf(key)
    const judge = rules.find(([keys]) => endings.some((ending) => keys.has(ending)))?.[1]
    if (!judge) continue
    const raw = view.text.slice(from, to)
    const value = raw.trim()
    const start = from + raw.indexOf(value)
    if (judge(value)) yield { kind: "location", start, end: start + value.length, confidence: 0.85 }
  }
  for (const { 0: all, index } of view.text.matchAll(GEO_URI))
    yield { kind: "location", start: index, end: index + all.length, confidence: 0.85 }
}

function isPair(value: string): boolean {
  const [, latitude, longitude] = PAIR.exec(value) ?? []
  return latitude !== undefined && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180
}

const within =
  (most: number) =>
  (value: string): boolean =>
    PRECISE.test(value) && Math.abs(Number(value)) <= most

const rules: [Set<string>, (value: string) => boolean][] = [
  [LATITUDE, within(90)],
  [LONGITUDE, within(180)],
  [BOTH, isPair],
]

import { wordsOf } from "../context/keys.ts"
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
    const value = view.text.slice(from, to).trim()
    const word = wordsOf(key).at(-1) ?? ""
    const start = from + view.text.slice(from, to).indexOf(value)
    if (isCoordinate(word, value) || (isPairKey(key) && isPair(value))) yield { kind: "location", start, end: start + value.length, confidence: 0.85 }
  }
  for (const { 0: all, index } of view.text.matchAll(GEO_URI)) yield { kind: "location", start: index, end: index + all.length, confidence: 0.85 }
}

const isCoordinate = (word: string, value: string): boolean =>
  PRECISE.test(value) && ((LATITUDE.has(word) && Math.abs(Number(value)) <= 90) || (LONGITUDE.has(word) && Math.abs(Number(value)) <= 180))

const isPairKey = (key: string): boolean => BOTH.has(wordsOf(key).at(-1) ?? "") || BOTH.has(wordsOf(key).join(""))

function isPair(value: string): boolean {
  const [, latitude, longitude] = PAIR.exec(value) ?? []
  return latitude !== undefined && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180
}

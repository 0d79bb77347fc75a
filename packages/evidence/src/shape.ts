import type { EvidenceRecord, RecordKind, RecordOf } from "@tagwright/formats"

type FieldType = "string" | "number" | "boolean" | "object" | "array" | "any"
type Required<T> = { [K in keyof T as object extends Pick<T, K> ? never : K extends "kind" ? never : K]: FieldType }

/** What each kind of record must carry. The table's type follows `evidence.ts`: a new required field does not compile until it is here. */
const where = { scenario: "string", journey: "string", step: "number" } as const
const required: { [K in RecordKind]: Required<RecordOf<K>> } = {
  run: { version: "number", bundleDigest: "string", planDigest: "string", environment: "string", browser: "object", container: "object", scenarios: "array" },
  "plan-finding": { finding: "object" },
  "container-check": { check: "string", aspect: "string", entity: "string", expected: "string", found: "string" },
  step: { ...where, title: "string", outcome: "string", url: "string", consent: "object" },
  expectation: { ...where, event: "string", expected: "object", outcome: "string", source: "string" },
  push: { ...where, message: "any", violations: "array" },
  firing: { ...where, event: "string", tag: "string", tagType: "string", status: "string", values: "object" },
  request: { ...where, from: "string", method: "string", url: "string", query: "object", party: "string", cookies: "array" },
  storage: { ...where, cookies: "array", localStorage: "array", sessionStorage: "array" },
  banner: { ...where, shown: "boolean" },
  page: { page: "string", path: "string", outcome: "string", elements: "number" },
  element: { page: "string", selector: "string", role: "string", label: "string" },
  "personal-data": { ...where, type: "string", place: "string", name: "string", length: "number", fingerprint: "string", via: "array" },
  "server-event": { ...where, event: "string", params: "object", testMode: "boolean" },
  delivery: { ...where, event: "string", destination: "string", state: "string", attempts: "number" },
  performance: { page: "string", metric: "string", slowdown: "number" },
  fault: { fault: "string", survived: "boolean", detail: "string" },
  probe: { gate: "string", probe: "string", holds: "boolean", detail: "string" },
}

const typeOf = (value: unknown): FieldType => {
  if (Array.isArray(value)) return "array"
  if (value === null) return "any"
  const type = typeof value
  return type === "string" || type === "number" || type === "boolean" || type === "object" ? type : "any"
}

const isKind = (kind: unknown): kind is RecordKind => typeof kind === "string" && Object.hasOwn(required, kind)

/** Undefined when `value` is a record; else what is wrong with it, in a few words. */
export const shapeFault = (value: unknown): string | undefined => {
  if (typeof value !== "object" || value === null || !("kind" in value)) return "it has no kind"
  if (!isKind(value.kind)) return `its kind is ${JSON.stringify(value.kind)}, which is not known`
  const fields: Record<string, FieldType> = required[value.kind]
  const members: Record<string, unknown> = { ...value }
  const wrong = Object.keys(fields).find((name) => members[name] === undefined || (fields[name] !== "any" && typeOf(members[name]) !== fields[name]))
  return wrong === undefined ? undefined : `a record of kind ${value.kind} needs ${wrong} (${fields[wrong]})`
}

export const isRecord = (value: unknown): value is EvidenceRecord => shapeFault(value) === undefined

import type { Place } from "@tagwright/formats"

export type PlanPath = readonly (string | number)[]

/** A plan file as it was read: its value, and where each part of it stands. */
export interface PlanSource {
  file: string
  value: unknown
  /** The place of a path; of the nearest ancestor that exists, when the path does not. */
  locate(path: PlanPath): Place
}

export const pathText = (path: PlanPath): string =>
  path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("")

import type { ConsentState } from "../consent/state.ts"
import type { DataLayerModel } from "../data-layer/model.ts"
import type { GoogleTags } from "../ga4/google-tags.ts"
import type { Host } from "../host/host.ts"
import type { Expr, ListenerKind, Program, TagDef, TagKind, VariableDef, VariableKind } from "../program/program.ts"
import type { Report } from "../program/report.ts"
import type { ListenerStart } from "../triggers/listening.ts"
import type { Frame } from "./frame.ts"

/** What variables and tags may use of the container they belong to. */
export interface Runtime {
  readonly program: Program
  readonly host: Host
  readonly model: DataLayerModel
  readonly consent: ConsentState
  readonly google: GoogleTags
  readonly report: Report
  resolve: (expr: Expr | undefined, frame: Frame) => unknown
  variable: (index: number, frame: Frame) => unknown
  /** Registers a live value for `google_tag_manager.rm[…](n)` and says n (fact B8). */
  hold: (value: unknown) => number
  push: (message: Record<string, unknown>) => unknown
  readonly layerName: string
}

export type VariableReader = (variable: VariableDef, frame: Frame, runtime: Runtime) => unknown

export type TagStatus = "success" | "failure" | "exception" | "timeout"

export interface TagCall {
  readonly tag: TagDef
  readonly frame: Frame
  readonly runtime: Runtime
  /** One parameter, resolved now; asked twice, a variable is evaluated twice. */
  value: (key: string) => unknown
  /** May be called later; only the first call counts. */
  done: (status: TagStatus) => void
}
export type TagRunner = (call: TagCall) => void

/** What this build of the runtime can do. A page's build leaves out what its container does not use. */
export interface Abilities {
  variables: Partial<Record<VariableKind, VariableReader>>
  tags: Partial<Record<TagKind, TagRunner>>
  listeners: Partial<Record<ListenerKind, ListenerStart>>
}

export const text = (value: unknown): string => (value === undefined || value === null ? "" : String(value))

/** Rows of a table parameter as pairs; the keys' names differ per table (format 5.2). */
export const rows = (value: unknown, key: string, valueKey: string): [string, unknown][] =>
  (Array.isArray(value) ? value : []).flatMap((row: unknown): [string, unknown][] => {
    if (typeof row !== "object" || row === null) return []
    const name: unknown = Reflect.get(row, key)
    return name === undefined || name === null || name === "" ? [] : [[String(name), Reflect.get(row, valueKey)]]
  })

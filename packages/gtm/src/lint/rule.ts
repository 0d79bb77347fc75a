import type { ContainerExport, Severity } from "@tagwright/formats"
import type { Edit } from "../export/edit.ts"
import type { JsonPath } from "../export/json-tree.ts"
import type { Model } from "./model.ts"

/** One breach of a rule. */
export interface Breach {
  path: JsonPath
  message: string
  /** Where a rule is milder than usual, e.g. in a partial export. */
  severity?: Severity
  /** Where the rule can say more than its general advice. */
  help?: string
  /** A change that is safe to make by machine. */
  edits?: Edit[]
}

/** One rule. Its file's name is its code. */
export interface Rule {
  /** error: import or publish would fail. warning: it will hurt. info: worth knowing. */
  severity: Severity
  title: string
  /** What goes wrong when nobody acts. */
  why: string
  /** What to do about it. */
  fix: string
  /** Smallest containers that break the rule and that keep it: test and documentation read the same. */
  bad: () => ContainerExport
  good: () => ContainerExport
  check(model: Model): Iterable<Breach>
}

/** How much a finding weighs: an error blocks, a warning will hurt, info is worth knowing. */
export type Severity = "error" | "warning" | "info"

/** Where in a file something stands. Lines and columns count from 1; `path` is the dotted path inside the document. */
export interface Place {
  file: string
  line?: number
  column?: number
  path?: string
}

/**
 * Something wrong, as data. Wording happens where the code is declared; nobody else writes sentences.
 * `args` never holds a personal value or a secret: a kind, a name or a fingerprint instead.
 */
export interface Finding<Code extends string = string> {
  code: Code
  severity: Severity
  message: string
  at: Place
  args: Record<string, string | number | boolean>
  /** What to do about it, one sentence. */
  help: string
}

import type { Place } from "./finding.ts"

/** Whose fault an error is. `bug` is ours; everything that is not a Fault counts as a bug. */
export type Whose = "plan" | "caller" | "peer" | "machine"

/** An error we know: one sentence, where, and how to mend it. The CLI prints it in one line and exits with 2. */
export class Fault extends Error {
  readonly whose: Whose
  readonly help: string
  readonly at: Place | undefined
  constructor(whose: Whose, message: string, help: string, options: { at?: Place; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = "Fault"
    this.whose = whose
    this.help = help
    this.at = options.at
  }
}

/** `file:line:column` as editors and terminals understand it. */
export const placeText = (at: Place): string => [at.file, at.line, at.line === undefined ? undefined : at.column].filter((part) => part !== undefined).join(":")

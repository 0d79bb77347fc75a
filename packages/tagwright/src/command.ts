import type { parseArgs, ParseArgsOptionsConfig } from "node:util"

/** 0 fine · 1 findings or a verdict other than pass · 2 cannot run */
export type ExitCode = 0 | 1 | 2

/** The outside of a command, handed in so that tests can watch it. */
export interface Io {
  out(text: string): void
  err(text: string): void
  stdin(): Promise<string>
  cwd: string
  env: Record<string, string | undefined>
  /** stderr is a terminal that may be redrawn */
  interactive: boolean
  color: boolean
  /** Aborted on Ctrl-C */
  signal: AbortSignal
}

/** Runs one command line of ours. Never throws. */
export type Main = (argv: string[], io: Io) => Promise<ExitCode>

/** Options every verb knows. */
export const commonOptions = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  config: { type: "string" },
  cwd: { type: "string" },
  quiet: { type: "boolean" },
  "no-color": { type: "boolean" },
} as const satisfies ParseArgsOptionsConfig

export interface OptionHelp {
  [option: string]: string
}

export interface Command<O extends ParseArgsOptionsConfig = ParseArgsOptionsConfig> {
  summary: string
  /** After `tagwright`, e.g. `check [--config FILE]` */
  usage: string
  examples: readonly string[]
  options: O
  /** One line per own option */
  describe: { readonly [K in keyof O]: string }
  run(input: {
    values: ReturnType<typeof parseArgs<{ options: O & typeof commonOptions; allowPositionals: true }>>["values"]
    positionals: string[]
    io: Io
    /** For commands that walk a runbook: a verb cannot import the table that it stands in */
    main: Main
  }): Promise<ExitCode>
}

/** Types a command's options and values together. */
export const defineCommand = <const O extends ParseArgsOptionsConfig>(command: Command<O>): Command<O> => command

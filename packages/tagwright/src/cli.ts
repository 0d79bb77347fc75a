import { Fault, placeText } from "@tagwright/formats"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { text as readAll } from "node:stream/consumers"
import { parseArgs } from "node:util"
import { type Command, commonOptions, type ExitCode, type Io } from "./command.ts"
import { helpForAll, helpForCommand } from "./help.ts"
import { isCommand, verbs } from "./verbs.ts"

/** Runs one command line and answers with its exit code. Never throws. */
export const main = async (argv: string[], io: Io = processIo()): Promise<ExitCode> => {
  try {
    const [name, rest] = findVerb(argv)
    if (name === undefined) return helpOrUnknown(argv, io)
    const loaded = await verbs[name]?.load()
    if (loaded === undefined || !isCommand(loaded.command)) throw new TypeError(`verb ${name} has no command`)
    return await runCommand(name, loaded.command, rest, io)
  } catch (error) {
    return report(error, io)
  }
}

const runCommand = async (name: string, command: Command, rest: string[], io: Io): Promise<ExitCode> => {
  const { values, positionals } = parse(name, command, rest)
  if (values.help === true) return (io.out(helpForCommand(command)), 0)
  const cwd = typeof values.cwd === "string" ? resolve(io.cwd, values.cwd) : io.cwd
  const color = io.color && values["no-color"] !== true
  return command.run({ values, positionals, io: { ...io, cwd, color, err: values.quiet === true ? () => {} : io.err }, main })
}

const parse = (name: string, command: Command, args: string[]) => {
  try {
    return parseArgs({ args, options: { ...command.options, ...commonOptions }, allowPositionals: true })
  } catch (error) {
    throw new Fault("caller", error instanceof Error ? (error.message.split(". ")[0] ?? error.message) : String(error), `See tagwright ${name} --help`)
  }
}

const findVerb = (argv: string[]): [string | undefined, string[]] => {
  const [first, second, ...rest] = argv
  if (first === undefined) return [undefined, []]
  if (second !== undefined && `${first} ${second}` in verbs) return [`${first} ${second}`, rest]
  return first in verbs ? [first, argv.slice(1)] : [undefined, argv]
}

/** What the package that this runs from says of itself; the node that runs it tells most of the rest. */
const version = (): string => {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  return `tagwright ${manifest.version}, node ${process.versions.node}`
}

const helpOrUnknown = (argv: string[], io: Io): ExitCode => {
  const [first] = argv
  if (first === "--version" || first === "version") return (io.out(`${version()}\n`), 0)
  if (first === undefined || first === "--help" || first === "-h" || first === "help") return (io.out(helpForAll(verbs)), first === undefined ? 2 : 0)
  const under = Object.keys(verbs).filter((name) => name.startsWith(`${first} `))
  const help = under.length > 0 ? `Use one of: ${under.join(", ")}` : "tagwright --help lists the verbs"
  throw new Fault("caller", `unknown verb "${argv.slice(0, under.length > 0 ? 2 : 1).join(" ")}"`, help)
}

const report = (error: unknown, io: Io): ExitCode => {
  if (error instanceof Fault) {
    const at = error.at === undefined ? "" : `${placeText(error.at)}: `
    io.err(`tagwright: ${at}${error.message}. ${error.help}\n`)
  } else {
    const text = error instanceof Error ? error.message : String(error)
    io.err(`tagwright: a bug in Tagwright: ${text}. Please report it; TAGWRIGHT_DEBUG=1 shows where.\n`)
    if (io.env["TAGWRIGHT_DEBUG"] !== undefined && error instanceof Error) io.err(`${error.stack ?? ""}\n`)
  }
  return 2
}

/** The outside of a program on a terminal. */
export const processIo = (): Io => {
  const abort = new AbortController()
  const stop = () => abort.abort()
  process.once("SIGINT", stop)
  process.once("SIGTERM", stop)
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: () => readAll(process.stdin),
    cwd: process.cwd(),
    env: process.env,
    interactive: process.stderr.isTTY === true && process.env["CI"] === undefined,
    color: process.env["NO_COLOR"] === undefined && process.stdout.isTTY === true,
    signal: abort.signal,
  }
}

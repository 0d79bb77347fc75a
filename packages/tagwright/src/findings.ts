import { type Finding, placeText } from "@tagwright/formats"
import { relative } from "node:path"
import { styleText } from "node:util"
import type { ExitCode, Io } from "./command.ts"

const colors = { error: "red", warning: "yellow", info: "blue" } as const

/** Findings for people: place, severity, what, how to mend; two lines each. */
export const printFindings = (findings: readonly Finding[], io: Io): void => {
  const paint = (style: "red" | "yellow" | "blue" | "dim", text: string) => (io.color ? styleText(style, text, { validateStream: false }) : text)
  for (const { at, severity, code, message, help } of findings) {
    const place = placeText({ ...at, file: relative(io.cwd, at.file) || at.file })
    io.out(`${place} ${paint(colors[severity], severity)} ${message} ${paint("dim", `[${code}]`)}\n    ${help}\n`)
  }
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`

export const summaryOf = (findings: readonly Finding[]): string => {
  const errors = findings.filter(({ severity }) => severity === "error").length
  return `${count(errors, "error")}, ${count(findings.length - errors, "warning")}`
}

/** Warnings alone do not fail. */
export const exitCodeOf = (findings: readonly Finding[]): ExitCode => (findings.some(({ severity }) => severity === "error") ? 1 : 0)

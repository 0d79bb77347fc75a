import type { Finding } from "@tagwright/formats"
import type { FileReport } from "./report.ts"

/** JUnit XML: a suite per file, a test case per finding, so that CI systems show them as failed tests. Info does not fail. */
export const junit = (files: readonly FileReport[]): string => {
  const all = files.flatMap(({ findings }) => findings)
  const suites = files.map(({ file, findings }) => suite(file, findings))
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="tagwright gtm lint" tests="${Math.max(all.length, files.length)}" failures="${failures(all)}">`, ...suites, "</testsuites>", ""].join("\n")
}

const suite = (file: string, findings: readonly Finding[]): string => {
  const cases = findings.length === 0 ? [`    <testcase name="no findings" classname="${escape(file)}"/>`] : findings.map((finding) => testCase(file, finding))
  return [`  <testsuite name="${escape(file)}" tests="${cases.length}" failures="${failures(findings)}">`, ...cases, "  </testsuite>"].join("\n")
}

const failures = (findings: readonly Finding[]): number => findings.filter(({ severity }) => severity !== "info").length

const testCase = (file: string, { code, severity, message, at, help }: Finding): string => {
  const name = escape(`${code} at ${at.line ?? 0}:${at.column ?? 0}`)
  const body = `${escape(message)}&#10;${escape(help)}`
  const inner = severity === "info" ? `<system-out>${body}</system-out>` : `<failure type="${severity}" message="${escape(message)}">${body}</failure>`
  return `    <testcase name="${name}" classname="${escape(file)}">${inner}</testcase>`
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" }
/** Characters that XML 1.0 cannot hold at all are dropped. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu
const escape = (text: string): string => text.toWellFormed().replace(forbidden, "").replace(/[&<>"']/g, (char) => entities[char] ?? char)

import type { PersonalDataFinding } from "./finding.ts"

/** The text with every found place replaced by its kind in brackets. */
export function redact(text: string, findings: Pick<PersonalDataFinding, "kind" | "start" | "end">[]): string {
  let out = ""
  let from = 0
  for (const { kind, start, end } of findings.toSorted((a, b) => a.start - b.start)) {
    if (start < from) continue
    out += `${text.slice(from, start)}[${kind}]`
    from = end
  }
  return out + text.slice(from)
}

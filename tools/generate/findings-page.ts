import { rules } from "@tagwright/compiler"

/** A section per code of the plan's checks. */
export const findingsPage = (): string => {
  const rows = Object.entries(rules).map(([code, rule]) => {
    const gate = "gate" in rule ? `Turns gate ${rule.gate} red; the build goes on, so that the report can show it.` : rule.severity === "error" ? "Stops the build." : "Does not stop anything."
    return `## ${code}\n\n${rule.title}.\n\nSeverity: ${rule.severity}. ${gate}\n`
  })
  const shape = [
    ["plan-unknown-key", "A key that a plan does not have at that place"],
    ["plan-key-missing", "A key that must be there"],
    ["plan-wrong-type", "A value of another kind than the plan needs"],
    ["plan-invalid-value", "A value that is not allowed"],
  ].map(([code = "", title = ""]) => `## ${code}\n\n${title}.\n\nSeverity: error. Stops the build.\n`)
  return `# What tagwright check can find\n\nGenerated from the rules. Every finding names file, line and column, and how to mend it.\n\n${[...shape, ...rows].join("\n")}`
}

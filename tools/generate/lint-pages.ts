import { exportProblems, type Rule, rules } from "@tagwright/gtm/format"

const severities = { error: "error — an import or a publish would fail", warning: "warning — it will hurt", info: "info — worth knowing" } as const
const order = ["error", "warning", "info"] as const

/** A page per lint rule, and one that lists them all. Path in `docs/` → text. */
export const lintPages = (): Record<string, string> => {
  const all: [string, Rule][] = Object.entries(rules)
  const pages = all.map(([code, rule]): [string, string] => [`docs/lint/${code}.md`, pageOf(code, rule)])
  return Object.fromEntries([["docs/lint/README.md", listOf(all)], ...pages])
}

const pageOf = (code: string, rule: Rule): string =>
  [
    `# ${code}`,
    "",
    `${rule.title}.`,
    "",
    `**Severity:** ${severities[rule.severity]}.`,
    "",
    "## What goes wrong",
    "",
    rule.why,
    "",
    "## What to do",
    "",
    rule.fix,
    "",
    "## For example",
    "",
    "This is reported:",
    "",
    ...example(rule.bad()),
    "",
    "This is not:",
    "",
    ...example(rule.good()),
    "",
  ].join("\n")

/** Examples are the planted containers of the rule's test, without what every export has. */
const example = ({ containerVersion }: ReturnType<Rule["bad"]>): string[] => {
  const entities = Object.fromEntries(Object.entries(containerVersion).filter(([, value]) => Array.isArray(value)))
  const kind = containerVersion.container?.usageContext[0] ?? "WEB"
  const text = JSON.stringify(entities, (key, value: unknown) => (uninteresting.has(key) ? undefined : shortened(value)), 2)
  return [text === "{}" ? `A ${kind} container without any item.` : `\`\`\`json\n${text}\n\`\`\``]
}
const uninteresting = new Set(["accountId", "containerId", "fingerprint", "monitoringMetadata", "formatValue", "tagFiringOption", "templateData", "galleryReference"])
const shortened = (value: unknown): unknown => (typeof value === "string" && value.length > 300 ? `${value.slice(0, 20)}… (${value.length} characters)` : value)

const listOf = (all: [string, Rule][]): string =>
  [
    "# What `tagwright gtm lint` can find",
    "",
    "Generated from the rules. Every finding names file, line and column, and how to mend it.",
    "",
    ...order.flatMap((severity) => [
      `## ${severities[severity]}`,
      "",
      ...all.filter(([, rule]) => rule.severity === severity).map(([code, rule]) => `- [${code}](${code}.md): ${rule.title}.`),
      "",
    ]),
    "## Files that cannot be read as an export",
    "",
    ...Object.entries(exportProblems).map(([code, { title, fix }]) => `- \`${code}\`: ${title}. ${fix}`),
    "",
  ].join("\n")

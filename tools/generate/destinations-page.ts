import { destinationTraits } from "@tagwright/formats"
import { columns, createTable, examples, windows } from "@tagwright/server/destinations"

const DAY_MS = 86_400_000
const code = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``
const json = (value: unknown): string => code("json", JSON.stringify(value, null, 2))
const age = (ms: number | undefined): string => (ms === undefined ? "no limit" : `${ms / DAY_MS} days`)

/** One section per destination, from the examples that the tests deliver. */
export const destinationsPage = (): string => {
  const table = Object.entries(examples).map(([type, list]) => `| [\`${type}\`](#${type}) | ${destinationTraits[list[0]?.in.destination.type ?? "webhook"].marketing ? "yes" : "no"} | ${age(windows.get(type))} |`)
  const sections = Object.entries(examples).map(([type, list]) => `## ${type}\n\n${list.map(({ title, in: given, out }) => `**${title}.** In the plan, and the event:\n\n${json(given)}\n\nWhat the vendor gets:\n\n${json(out)}`).join("\n\n")}`)
  return `# Destinations of the server

Generated from the examples in \`packages/server/src/destinations/*/examples.ts\`; the tests deliver each of them to a strict stand-in ([what it checks](stand-ins.md)).
Every key of a destination is listed in [the plan](plan.md).

| type | marketing | oldest event |
| --- | --- | --- |
${table.join("\n")}

Older events become dead letters with the reason \`too_old\`: they would spoil the request of others. Events that come together travel in one request; where a vendor
fails all because of one, the culprit is found and the others go.

${sections.join("\n\n")}

## A warehouse's columns

Rows of \`files\` and \`bigquery\` are the same: ${Object.keys(columns).map((name) => `\`${name}\``).join(", ")}. At least once: read with one row per \`event_id\`.
Rows of the event \`$erasure\` in files name the leads (\`params.lead_ids\`) whose rows have to be deleted; BigQuery rows are deleted by the server itself.

${code("sql", createTable("project.dataset.events"))}
`
}

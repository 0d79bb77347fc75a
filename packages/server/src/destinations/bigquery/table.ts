import { columns, type ColumnType } from "../row.ts"

/** How BigQuery spells our column types. */
const types = { text: "STRING", time: "TIMESTAMP", integer: "INT64", boolean: "BOOL", json: "JSON" } as const satisfies Record<ColumnType, string>

/** The statement that makes the table; a person runs it once. */
export const createTable = (table: string): string =>
  `CREATE TABLE \`${table}\` (\n${Object.entries(columns)
    .map(([name, type]) => `  ${name} ${types[type]}${name === "event_id" || name === "event" || name === "at" ? " NOT NULL" : ""}`)
    .join(",\n")}\n)\nPARTITION BY DATE(at)\nCLUSTER BY event;`

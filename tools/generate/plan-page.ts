import { planJsonSchema } from "@tagwright/formats"

type Schema = Record<string, unknown>
const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value)

/** The reference of a plan, from its schema: every key, its type, default and meaning. */
export const planPage = (): string => {
  const schema = planJsonSchema()
  const rows = isSchema(schema) ? walk(schema, "") : []
  const table = ["| Key | Type | Default | Meaning |", "| --- | --- | --- | --- |", ...rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)]
  return `# The plan, key by key\n\nGenerated from the schema. \`*\` stands for a name you choose, \`[]\` for an item of a list. Keys without a default are needed unless marked optional.\n\n${table.join("\n")}\n`
}

const walk = (schema: Schema, path: string): string[][] => {
  const properties = isSchema(schema["properties"]) ? Object.entries(schema["properties"]) : []
  const required = Array.isArray(schema["required"]) ? schema["required"] : []
  const own = properties.flatMap(([key, value]) => (isSchema(value) ? entry(value, path === "" ? key : `${path}.${key}`, required.includes(key)) : []))
  const named = isSchema(schema["additionalProperties"]) ? entry(schema["additionalProperties"], `${path}.*`, true) : []
  const items = isSchema(schema["items"]) ? entry(schema["items"], `${path}[]`, true) : []
  return [...own, ...named, ...items]
}

const entry = (schema: Schema, path: string, required: boolean): string[][] => {
  const branches = [schema["anyOf"], schema["oneOf"]].flatMap((list) => (Array.isArray(list) ? list.filter(isSchema) : []))
  const fallback = "default" in schema ? `\`${JSON.stringify(schema["default"])}\`` : required ? "" : "optional"
  const meaning = [schema["description"]].filter((text) => typeof text === "string").join(" ")
  const row = [`\`${path}\``, typeOf(schema, branches), fallback, meaning]
  return [row, ...(branches.length > 0 ? branches.flatMap((branch, index) => (isSchema(branch["properties"]) ? walk(branch, `${path}(${labelOf(branch, index)})`) : [])) : walk(schema, path))]
}

const labelOf = (branch: Schema, index: number): string => {
  const properties = isSchema(branch["properties"]) ? branch["properties"] : {}
  const type = properties["type"]
  if (isSchema(type) && typeof type["const"] === "string") return type["const"]
  return Object.keys(properties)[0] ?? String(index)
}

const typeOf = (schema: Schema, branches: Schema[]): string => {
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => `\`${String(value)}\``).join(" · ")
  if ("const" in schema) return `\`${JSON.stringify(schema["const"])}\``
  if (branches.length > 0) return "one of"
  return typeof schema["type"] === "string" ? schema["type"] : ""
}

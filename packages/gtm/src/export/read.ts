import type { ContainerExport, Place } from "@tagwright/formats"
import { decodeExport } from "./decode.ts"
import { ExportError } from "./errors.ts"
import { shapeExport } from "./export-shape.ts"
import { scanJson, JsonScanError } from "./json-scan.ts"
import type { Json, JsonNode, JsonPath } from "./json-tree.ts"
import { lineIndex, locator } from "./places.ts"
import { isObject, type ShapeProblem } from "./shape.ts"
import { type JsonStyle, styleOf, tagManagerStyle, writeTree } from "./write.ts"

/** The file as it stands: for writing it again without losing anything. */
export interface ExportDocument {
  file: string
  text: string
  root: JsonNode
}

export interface ReadExport {
  /** The typed view. Members we do not know are kept; values of the wrong kind were mended (see `problems`). */
  export: ContainerExport
  document: ExportDocument
  /** What is of another kind than the format says, e.g. a number where text belongs. */
  problems: ShapeProblem[]
  /** Line and column of a path such as `["containerVersion", "tag", 3, "name"]`. */
  locate: (path: JsonPath) => Place
}

/** Reads a Tag Manager export. Throws `ExportError`, and nothing else, when the file is not one. */
export const readExport = (input: string | Uint8Array, { file }: { file: string }): ReadExport => {
  const text = decodeExport(input, file)
  const root = scan(text, file)
  const locate = locator(file, text, root)
  const value: Json = JSON.parse(text)
  refuseOtherDocuments(value, locate)
  const { export: shaped, problems } = shapeExport(value)
  return { export: shaped, document: { file, text, root }, problems, locate }
}

/** Reads any JSON that is safe to walk through recursively. Throws `ExportError` with the place when it is not. */
export const readJson = (input: string | Uint8Array, { file }: { file: string }): Json => {
  const text = decodeExport(input, file)
  scan(text, file)
  return JSON.parse(text)
}

/** The document as text: by default in Tag Manager's own layout, which gives an untouched export back byte for byte. */
export const writeExport = (document: ExportDocument, style: JsonStyle = tagManagerStyle(document.text)): string => writeTree(document.root, style)

/** The document in the layout its file has: for small edits to a file that someone indented differently. */
export const writeExportAsFound = (document: ExportDocument): string => writeTree(document.root, styleOf(document.text))

const scan = (text: string, file: string): JsonNode => {
  try {
    return scanJson(text)
  } catch (error) {
    if (!(error instanceof JsonScanError)) throw error
    const at = { file, ...lineIndex(text)(error.offset) }
    const here = `line ${at.line}, column ${at.column}`
    if (error.problem === "depth") throw new ExportError("export-too-deep", at, `more than ${error.expected.replace("at most ", "")} at ${here}`)
    if (error.problem === "end") throw new ExportError("export-truncated", at, `${error.expected} should follow at ${here}, where the file ends`)
    throw new ExportError("export-syntax", at, `expected ${error.expected} at ${here}`)
  }
}

const refuseOtherDocuments = (value: Json, locate: ReadExport["locate"]): void => {
  const inside = exportsInside(value)
  const [first] = inside
  if (first !== undefined) throw new ExportError("export-inside", locate([first]), inside.length === 1 ? `it is ${named(first)}` : `${inside.length} of them, the first is ${named(first)}`)
  if (!isObject(value)) throw new ExportError("export-not-container", locate([]), "the root is not an object")
  if (value["exportFormatVersion"] === undefined && looksLikeApi(value)) {
    throw new ExportError("export-api-dump", locate([]), "it has no exportFormatVersion and spells its types in lowerCamel")
  }
  if (!isObject(value["containerVersion"])) throw new ExportError("export-not-container", locate(["containerVersion"]), "it has no containerVersion object")
  if (value["exportFormatVersion"] !== 2) {
    throw new ExportError("export-version", locate(["exportFormatVersion"]), `exportFormatVersion is ${JSON.stringify(value["exportFormatVersion"]) ?? "missing"}, we read 2`)
  }
}

/** Where in a list or an object that somebody wrapped around them the exports are. */
const exportsInside = (value: Json): (string | number)[] => {
  if (isObject(value) && value["containerVersion"] !== undefined) return []
  const members: [string | number, Json][] = Array.isArray(value) ? value.map((one, index) => [index, one]) : isObject(value) ? Object.entries(value) : []
  return members.flatMap(([key, one]) => (isObject(one) && one["exportFormatVersion"] !== undefined && isObject(one["containerVersion"]) ? [key] : []))
}
const named = (key: string | number): string => (typeof key === "number" ? `item ${key + 1} of a list` : `the member "${key}"`)

/** What the API answers: a container version, a live version's entities, or a list of one kind of entity. */
const apiMembers = ["containerVersionId", "tagId", "triggerId", "variableId", "tag", "trigger", "variable", "containerVersion", "workspaceId", "publicId"]
const looksLikeApi = (value: { [key: string]: Json }): boolean => apiMembers.some((member) => Object.hasOwn(value, member))

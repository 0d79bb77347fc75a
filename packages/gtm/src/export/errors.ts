import { Fault, type Finding, type Place } from "@tagwright/formats"

/** Why a file cannot be read as an export at all. Everything milder is a lint finding. */
export const exportProblems = {
  "export-zip": { title: "The file is an archive", fix: "Unpack it and give the JSON file inside." },
  "export-binary": { title: "The file is no text", fix: "Give the JSON file that Tag Manager's Admin → Export container writes." },
  "export-html": { title: "The file is a web page", fix: "Download the raw JSON file instead of the page that shows it." },
  "export-bom": { title: "The file starts with a byte order mark or is not UTF-8", fix: "Save it as UTF-8 without byte order mark; Tag Manager refuses it as it is." },
  "export-empty": { title: "The file is empty", fix: "Export the container again: Admin → Export container." },
  "export-truncated": { title: "The file ends too early", fix: "Download or copy it again; the end is missing." },
  "export-syntax": { title: "The file is not JSON", fix: "Mend the JSON at this place, or export the container again." },
  "export-too-deep": { title: "The file nests far deeper than any container", fix: "Export the container again; this file was not written by Tag Manager." },
  "export-api-dump": {
    title: "The file comes from the Tag Manager API, not from an export",
    fix: "Export it in Tag Manager (Admin → Export container), or convert it with `tagwright gtm api2export`.",
  },
  "export-not-container": { title: "The file is JSON, but not a container export", fix: "Give the file that Tag Manager's Admin → Export container writes." },
  "export-inside": { title: "The file holds an export further inside", fix: "Save that part as a file of its own, one export per file." },
  "export-version": { title: "The export has a format version we do not know", fix: "Export the container again in today's Tag Manager." },
} as const satisfies Record<string, { title: string; fix: string }>

export type ExportProblem = keyof typeof exportProblems

/** The only error that reading an export throws: the file's fault, with the place in it. */
export class ExportError extends Fault {
  readonly code: ExportProblem
  readonly place: Place

  constructor(code: ExportProblem, place: Place, detail: string) {
    super("caller", `${exportProblems[code].title}: ${detail}`, exportProblems[code].fix, { at: place })
    this.name = "ExportError"
    this.code = code
    this.place = place
  }

  /** The same as data, for JSON and SARIF output. */
  get finding(): Finding<ExportProblem> {
    return { code: this.code, severity: "error", message: this.message, at: this.place, args: {}, help: this.help }
  }
}

import type { ContainerCheckRecord, ContainerExport } from "@tagwright/formats"
import { compareContainers, type Difference } from "@tagwright/gtm/format"

export const said = (value: unknown): string => (value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value)).slice(0, 200)
export const nameOf = ({ entity, path }: Difference): string => (path === undefined ? `${entity.kind} ${entity.name}` : `${entity.kind} ${entity.name}: ${path}`)

const aspectOf = ({ entity, path = "" }: Difference): "parameter" | "consent" | "trigger" | "tag" => {
  if (path.startsWith("consentSettings")) return "consent"
  if (entity.kind === "trigger" || /^(firing|blocking)TriggerId/.test(path)) return "trigger"
  return entity.kind === "variable" || entity.kind === "builtInVariable" || path.startsWith("parameter") ? "parameter" : "tag"
}

/** How the container under test departs from the one the plan asks for. Empty where it is the built one. */
export const driftRecords = (built: ContainerExport, tested: ContainerExport): ContainerCheckRecord[] =>
  compareContainers(built, tested).map((difference) => ({
    kind: "container-check",
    check: "drift",
    aspect: aspectOf(difference),
    entity: nameOf(difference),
    expected: difference.kind === "added" ? "not there" : said(difference.before),
    found: difference.kind === "removed" ? "removed" : said(difference.after),
  }))

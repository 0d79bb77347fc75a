import { clientTypes, transformationTypes } from "../../container/type-names.ts"
import { container, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { EntityKind } from "../../container/entity-kinds.ts"
import type { ContainerKind } from "../model.ts"
import type { Rule } from "../rule.ts"

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "))
/** Only types that are certain to exist on one side; everything else passes. */
const only: Record<"web" | "server", Partial<Record<EntityKind, ReadonlySet<string>>>> = {
  web: {
    tag: words("gaawe googtag gaawc html awct gclidw sp awud awcc fls flc baut"),
    trigger: words("DOM_READY WINDOW_LOADED CLICK LINK_CLICK FORM_SUBMISSION SCROLL_DEPTH ELEMENT_VISIBILITY YOU_TUBE_VIDEO HISTORY_CHANGE TIMER JS_ERROR"),
    variable: words("v jsm aev d vis j gtes gtcs awec"),
  },
  server: {
    tag: words("sgtmgaaw sgtmadsct sgtmadscl sgtmadsremarket sgtmfls sgtmflc"),
    trigger: words("ALWAYS SERVER_PAGEVIEW"),
    variable: words("ed rh sgtmk"),
    client: words(Object.keys(clientTypes).join(" ")),
    transformation: words(Object.keys(transformationTypes).join(" ")),
  },
}
const other: Partial<Record<ContainerKind, "web" | "server">> = { web: "server", server: "web" }

export const rule: Rule = {
  severity: "error",
  title: "A type of the other container kind",
  why: "Web types do not exist in a server container, server types not in a web container; the import is refused.",
  fix: "Use the counterpart for this kind of container, e.g. sgtmgaaw instead of gaawe on the server.",
  bad: () => container("SERVER", { tag: [tag(1, "a", "html", [])] }),
  good: () => container("SERVER", { tag: [tag(1, "a", "sgtmgaaw", [])] }),
  *check({ kind, entities }) {
    const foreign = other[kind]
    if (foreign === undefined) return
    for (const entity of entities)
      if (only[foreign][entity.kind]?.has(entity.type))
        yield { path: [...entity.path, "type"], message: `${entity.kind} ${quote(entity.name)} has the ${foreign} type ${quote(entity.type)} in a ${kind} container` }
  },
}

import type { PlanInput, Tag } from "@tagwright/formats"
import { valueOf } from "../../container/parameters.ts"
import { constantOf } from "../../lint/look.ts"
import type { Entity } from "../../lint/entity.ts"
import type { Draft } from "../draft.ts"
import { occasionsOf, planName } from "../occasions.ts"
import { accountValue } from "../parameters.ts"
import { tableOf } from "../../container/table.ts"

type DestinationInput = PlanInput["destinations"][string]

/** What a tag says about one destination of a plan. */
interface Found {
  key: string
  make: () => DestinationInput
  /** Notes the event in the destination, e.g. its label; undefined: nothing to note. */
  enter?: (destination: DestinationInput, event: string) => void
}

/** Tags of advertising vendors become destinations, and what fires them becomes events. */
export const importAdvertising = (draft: Draft, tags: readonly { tag: Tag; entity: Entity }[]): void => {
  for (const { tag, entity } of tags) {
    const found = draft.accounted.has(entity) ? undefined : readers[tag.type]?.(draft, tag)
    if (found === undefined || tag.paused === true) continue
    draft.accounted.add(entity)
    for (const parameter of tag.parameter ?? []) if ("value" in parameter) accountValue(draft, parameter.value ?? "")
    const destination = (draft.destinations[found.key] ??= found.make())
    for (const occasion of occasionsOf(draft, tag, entity)) {
      const name = planName(draft, occasion, undefined, entity)
      if (name === undefined) continue
      draft.event(name, () => ({ describe: tag.notes?.trim() || `${occasion.title} (from tag ${tag.name})`, on: occasion.binding }))
      draft.send(name, found.key)
      found.enter?.(destination, name)
    }
  }
}

type Reader = (draft: Draft, tag: Tag) => Found | undefined
const digits = (draft: Draft, tag: Tag, key: string): string | undefined => /^(?:AW-)?(\d{1,20})$/.exec((constantOf(draft.model, valueOf(tag.parameter, key)) ?? "").trim())?.[1]
const only = (key: string, make: () => DestinationInput): Found => ({ key, make })

const floodlight: Reader = (draft, tag) => {
  const [advertiserId, groupTag, activity] = [digits(draft, tag, "advertiserId"), constantOf(draft.model, valueOf(tag.parameter, "groupTag")), constantOf(draft.model, valueOf(tag.parameter, "activityTag"))]
  if (!advertiserId || !groupTag || !activity) return undefined
  return {
    key: `floodlight-${advertiserId}-${groupTag.replace(/[^A-Za-z0-9_-]/g, "")}`,
    make: () => ({ type: "floodlight", consent: "marketing", advertiserId, groupTag, activityTags: {} }),
    enter: (destination, event) => {
      if (destination.type === "floodlight") destination.activityTags[event] = activity
    },
  }
}

const readers: Readonly<Record<string, Reader>> = tableOf({
  awct: (draft, tag) => {
    const id = digits(draft, tag, "conversionId")
    const label = constantOf(draft.model, valueOf(tag.parameter, "conversionLabel"))
    if (!id || !label) return undefined
    return {
      key: `google-ads-${id}`,
      make: () => ({ type: "google-ads", consent: "marketing", conversionId: `AW-${id}`, labels: {} }),
      enter: (destination, event) => {
        if (destination.type !== "google-ads") return
        const other = destination.labels[event]
        if (other !== undefined && other !== label) draft.note("import-second-name", `event "${event}" is two conversions of AW-${id}: ${other} and ${label}`, draft.model.tags.get(tag.name))
        destination.labels[event] ??= label
      },
    }
  },
  fls: floodlight,
  flc: floodlight,
  baut: (draft, tag) => {
    const id = digits(draft, tag, "tagId")
    return id ? only("microsoft", () => ({ type: "microsoft", consent: "marketing", tagId: id })) : undefined
  },
  pntr: (draft, tag) => {
    const id = digits(draft, tag, "tagId")
    return id ? only("pinterest", () => ({ type: "pinterest", consent: "marketing", tagId: id })) : undefined
  },
  bzi: (draft, tag) => {
    const id = digits(draft, tag, "id")
    return id ? only("linkedin", () => ({ type: "linkedin", consent: "marketing", partnerId: id, conversions: {} })) : undefined
  },
  html: (draft, tag) => {
    const html = valueOf(tag.parameter, "html") ?? ""
    const pixel = /\bfbq\(\s*['"]init['"]\s*,\s*['"](\d{6,20})['"]/.exec(html)?.[1]
    if (pixel === undefined) return undefined
    draft.note("import-guessed", `tag "${tag.name}" loads the Meta pixel ${pixel}; what else its script does is not in the plan`, draft.model.tags.get(tag.name))
    return only("meta", () => ({ type: "meta", consent: "marketing", pixelId: pixel }))
  },
  img: (draft, tag) => {
    const url = constantOf(draft.model, valueOf(tag.parameter, "url"))
    const absolute = url?.startsWith("//") ? `https:${url}` : url
    if (absolute === undefined || !URL.canParse(absolute)) return undefined
    const host = new URL(absolute).hostname.replace(/[^A-Za-z0-9]+/g, "-")
    return only(`pixel-${host}`, () => ({ type: "pixel", consent: "marketing", url: absolute }))
  },
})

/** A conversion linker comes with every Google Ads destination. */
export const impliedTypes: ReadonlySet<string> = new Set(["gclidw"])

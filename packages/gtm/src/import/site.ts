import type { PlanInput } from "@tagwright/formats"
import { rowsOf, valueOf } from "../container/parameters.ts"
import { constantOf } from "../lint/look.ts"
import type { Draft } from "./draft.ts"

type SiteInput = PlanInput["site"]
type ConsentInput = PlanInput["consent"]

const domain = /^(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})$/i
/** Ids that a draft needs and a container cannot know. They look valid, so that the draft can be checked and compiled. */
const unknownId = { gtm: "GTM-CHANGEME", ga4: "G-CHANGEME" }

/** Production from the container itself; staging must be invented: a container knows nothing of it. */
export const draftSite = (draft: Draft): SiteInput => {
  const { container } = draft.model.version
  const name = container?.name?.trim() || "Imported site"
  const host = domain.exec(name)?.[0]?.toLowerCase() ?? hostInLookup(draft) ?? "www.example.com"
  const gtm = /^GTM-[A-Z0-9]{4,12}$/.test(container?.publicId ?? "") ? (container?.publicId ?? unknownId.gtm) : unknownId.gtm
  const ga4 = measurementIds(draft)[0] ?? unknownId.ga4
  draft.note("import-guessed", `site: production is ${host}; staging is made up and needs its own ids`)
  if (gtm === unknownId.gtm) draft.note("import-guessed", "site: the export has no valid container id")
  if (ga4 === unknownId.ga4) draft.note("import-guessed", "site: no GA4 measurement id could be read off the container")
  for (const other of measurementIds(draft).slice(1)) draft.note("import-not-expressed", `events also go to the GA4 property ${other}; a plan has one per environment`)
  return {
    name,
    environments: {
      production: { hosts: [host], gtm, ga4, server: "/t" },
      staging: { hosts: [`staging.${host.replace(/^www\./, "")}`, "localhost"], gtm: "GTM-STAGING1", ga4: "G-STAGING1", server: "/t", testMode: true },
    },
  }
}

/** Measurement ids in the order of the file: literal, constant, or in a lookup table. */
const measurementIds = (draft: Draft): string[] => {
  const ids = (draft.model.version.tag ?? []).flatMap((tag) =>
    ["tagId", "measurementIdOverride", "measurementId"].flatMap((key) => {
      const value = tag.type === "googtag" || tag.type === "gaawe" || tag.type === "gaawc" ? valueOf(tag.parameter, key) : undefined
      return value === undefined ? [] : [constantOf(draft.model, value) ?? defaultOf(draft, value) ?? ""]
    }),
  )
  return [...new Set(ids)].filter((id) => /^G-[A-Z0-9]{4,12}$/.test(id))
}

const defaultOf = (draft: Draft, value: string): string | undefined => {
  const table = draft.model.version.variable?.find(({ name, type }) => value === `{{${name}}}` && (type === "smm" || type === "remm"))
  const fallback = valueOf(table?.parameter, "defaultValue") ?? rowsOf(table?.parameter, "map")[0]?.["value"]
  return constantOf(draft.model, fallback)
}

const hostInLookup = (draft: Draft): string | undefined => {
  const table = draft.model.version.variable?.find((variable) => variable.type === "smm" && valueOf(variable.parameter, "input") === "{{Page Hostname}}")
  return rowsOf(table?.parameter, "map").map((row) => row["key"] ?? "").find((key) => domain.test(key))
}

const banners: readonly [RegExp, ConsentInput["banner"]["cmp"]][] = [
  [/cookiebot/i, "cookiebot"],
  [/onetrust|optanon/i, "onetrust"],
  [/usercentrics/i, "usercentrics"],
  [/klaro/i, "klaro"],
  [/vanilla-cookieconsent|orestbida/i, "vanilla-cookieconsent"],
  [/__tcfapi|iab ?tcf/i, "tcf"],
]

/** Three categories over Consent Mode's seven types; the banner from traces of it in the container. */
export const draftConsent = (draft: Draft): ConsentInput => {
  const traces = JSON.stringify([draft.model.entities.map(({ name }) => name), draft.model.version.tag, draft.model.version.variable])
  const cmp = banners.find(([pattern]) => pattern.test(traces))?.[1]
  draft.note("import-guessed", cmp === undefined ? "consent: no known banner in the container; its controls must be named" : `consent: the container mentions ${cmp}`)
  draft.note("import-guessed", "consent: categories are the usual three; what each destination needs must be checked")
  return {
    categories: {
      necessary: { grants: ["security_storage", "functionality_storage"], always: true },
      analytics: { grants: ["analytics_storage"] },
      marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] },
    },
    banner: { cmp: cmp ?? "custom" },
  }
}

import type { ResolvedPlan } from "@tagwright/formats"

/** The event the kit pushes after every choice; tags that wait for consent fire on it. */
export const consentEvent = "consent_update"

/** The naming convention of everything a plan puts into a container; the plan may change the patterns. */
export const namesOf = ({ container: { naming } }: Pick<ResolvedPlan, "container">) => {
  const fill = (pattern: string, values: Record<string, string>) => pattern.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
  return {
    constant: (key: string) => fill(naming.constant, { key }),
    lookup: (key: string) => fill(naming.lookup, { key }),
    dataLayer: (key: string) => fill(naming.dataLayer, { key }),
    trigger: (event: string) => fill(naming.trigger, { event }),
    tag: (vendor: string, event: string) => fill(naming.tag, { vendor, event }),
    testModeException: "T — Exception — test_mode in production",
    googleTag: "Google tag",
    conversionLinker: "Conversion linker",
    sharedSettings: "settings.event",
  }
}
export type Names = ReturnType<typeof namesOf>

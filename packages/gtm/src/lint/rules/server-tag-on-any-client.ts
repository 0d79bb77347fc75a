import type { Trigger } from "@tagwright/formats"
import { conditionParts } from "../../container/parameters.ts"
import { condition, container, tag, trigger } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const onAll = (filter: string) =>
  container("SERVER", { tag: [tag(1, "a", "sgtmgaaw", [], ["5"])], trigger: [trigger(5, "t", "ALWAYS", { filter: [condition("EQUALS", filter, "GA4")] })] })

export const rule: Rule = {
  severity: "info",
  title: "A server tag fires for the events of every client",
  why: "As soon as a second client (a webhook, another platform) sends events, they reach this vendor too.",
  fix: "Add the condition that Client Name equals the client whose events belong here.",
  bad: () => onAll("{{Event Name}}"),
  good: () => onAll("{{Client Name}}"),
  *check(model) {
    if (model.kind !== "server") return
    const unfiltered = new Set((model.version.trigger ?? []).filter((one) => !asksForClient(one)).map((one) => one.triggerId))
    for (const { tag: one, path } of tagsOf(model)) {
      const id = one.type.startsWith("sgtm") && !one.paused ? one.firingTriggerId?.find((trigger) => unfiltered.has(trigger)) : undefined
      if (id) yield { path, message: `tag ${quote(one.name)} fires by ${quote(model.triggers.get(id)?.name ?? id)} whatever the client` }
    }
  },
}

const asksForClient = ({ filter = [] }: Trigger): boolean => filter.some((condition) => conditionParts(condition).subject === "{{Client Name}}")

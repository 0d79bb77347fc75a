import type { Rule } from "../rule.ts"

/** GA4 collection limits: 25 parameters an event. The kit adds event_id, lead_id, test_mode and up to 5 campaign keys. */
const maximum = 25
const kitOwn = { always: 2, identity: 1, attribution: 5 }

export const rule: Rule = {
  severity: "error",
  title: "An event has more parameters than GA4 keeps",
  *check({ plan }) {
    for (const [name, event] of Object.entries(plan.events)) {
      const count = event.required.length + event.optional.length + kitOwn.always + event.attach.reduce((sum, what) => sum + kitOwn[what], 0)
      if (count > maximum)
        yield { path: ["events", name], message: `event "${name}" would carry ${count} parameters, GA4 keeps ${maximum}`, help: "Drop some, or split the event", args: { count } }
    }
  },
}

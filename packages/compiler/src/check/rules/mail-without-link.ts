import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A journey follows a link in the mail of a destination that gets no token for it",
  *check({ plan }) {
    const senders = Object.entries(plan.destinations).flatMap(([id, destination]) => ("fields" in destination && destination.fields["link_token"] !== undefined ? [id] : []))
    for (const [journey, { steps }] of Object.entries(plan.journeys))
      for (const [at, step] of steps.entries())
        if ("mail" in step && step.mail !== undefined && !senders.includes(step.mail))
          yield {
            path: ["journeys", journey, "steps", at, "mail"],
            message: `${step.mail} gets no link_token to put into its mails`,
            help: senders.length === 0 ? "Map link_token to a field of the destination that sends the mail, and name the key under identity.links" : `These do: ${senders.join(", ")}`,
          }
  },
}

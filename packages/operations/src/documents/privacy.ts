import type { ResolvedPlan } from "@tagwright/formats"
import { code, list, page, section, table } from "./markdown.ts"

const isPersonal = (privacy: string): boolean => privacy === "personal" || privacy === "sensitive"
const eventsTo = (plan: ResolvedPlan, destination: string) => Object.values(plan.events).filter(({ to }) => to.includes(destination))
/** What a destination gets: parameters of its events, personal ones only where the plan lets them through. */
const fieldsTo = (plan: ResolvedPlan, destination: string): string[] =>
  [...new Set(eventsTo(plan, destination).flatMap(({ required, optional }) => [...required, ...optional]))].filter((name) => {
    const parameter = plan.parameters[name]
    return parameter !== undefined && (!isPersonal(parameter.privacy) || parameter.only?.includes(destination) === true)
  })
const personalTo = (plan: ResolvedPlan, destination: string): string[] => fieldsTo(plan, destination).filter((name) => isPersonal(plan.parameters[name]?.privacy ?? "none"))

/** Where each value comes from, where it stands, where it goes. */
export const dataMapPage = (plan: ResolvedPlan): string =>
  page(
    "Data map",
    "Made from the plan: what is not in it is not collected. The server refuses what does not fit, and removes personal data that stands where none may.",
    section(
      "From the page or the payment to the destinations",
      table(
        ["Value", "Kind", "Privacy", "Collected with", "Goes to"],
        Object.values(plan.parameters).map(({ id, type, privacy }) => [
          code(id),
          type,
          privacy,
          Object.values(plan.events).filter(({ required, optional }) => [...required, ...optional].includes(id)).map(({ name }) => name).join(", ") || "–",
          Object.keys(plan.destinations).filter((destination) => fieldsTo(plan, destination).includes(id)).join(", ") || "our server only",
        ]),
      ),
    ),
    section(
      "What we keep ourselves",
      table(
        ["What", "Where", "How long"],
        [
          ["Events, without personal values", "the server's database", `${plan.retention.eventsDays} days`],
          ["Personal values", "the same database, sealed with a key per person; the key is destroyed when they are erased", `${plan.retention.eventsDays} days`],
          ["Consent log", "the same database", `${plan.retention.consentLogDays} days`],
          [`Cookie ${code(plan.identity.cookie)} (our own id of a visitor)`, "the visitor's browser", `${plan.identity.days} days`],
          ["Addresses of devices (IP)", "nowhere", "–"],
        ],
      ),
    ),
  )

/** Art. 30(1) GDPR, one record per destination: what a machine knows. Names of the controller and contracts are for people. */
export const recordsPage = (plan: ResolvedPlan): string =>
  page(
    "Records of processing activities (Art. 30 GDPR)",
    "Made from the plan. Lines marked ✎ need a person: the software cannot know them.",
    ...Object.values(plan.destinations).map(({ id, type, consent, describe, marketing }) =>
      section(
        `${id} (${type})`,
        table(
          ["", ""],
          [
            ["Purpose", describe ?? "✎ say it in the plan (destinations.*.describe)"],
            ["Controller, representative, data protection officer", "✎"],
            ["Legal basis", plan.consent.categories[consent]?.always === true ? `without consent: "${consent}" is strictly necessary (Art. 6(1)(b) or (f), ✎ which)` : `consent to "${consent}" (Art. 6(1)(a)), kept in the consent log`],
            ["People concerned", marketing ? "visitors who agreed to marketing" : "visitors and customers"],
            ["Categories of data", fieldsTo(plan, id).join(", ") || "none"],
            ["Of these personal", personalTo(plan, id).join(", ") || "none; a pseudonymous id at most"],
            ["With these events", eventsTo(plan, id).map(({ name }) => name).join(", ") || "none"],
            ["Recipient", `${type}; ✎ contract of processing (Art. 28) signed on`],
            ["Transfer to a third country", "✎ country and safeguard"],
            ["Erased after", `${plan.retention.eventsDays} days here; at the recipient ✎`],
            ["Measures (Art. 32)", "sealed personal values, a key per person; consent asked again before each delivery; retention and erasure by machine; see the data map"],
          ],
        ),
      ),
    ),
  )

/** What the privacy notice has to say, because the plan does it (Art. 13 GDPR). */
export const noticePage = (plan: ResolvedPlan): string =>
  page(
    "Facts for the privacy notice (Art. 13 GDPR)",
    "No finished text: a lawyer writes that. These are the facts it must not contradict; gate P4 asks legal counsel to attest it.",
    section("Categories a visitor can choose", list(Object.entries(plan.consent.categories).map(([key, { always, describe }]) => `**${key}**${always ? " (always on)" : ""}: ${describe ?? "✎ say in the plan what for"}`))),
    section("Recipients", list(Object.values(plan.destinations).map(({ id, type, consent, describe }) => `**${id}** (${type}), ${plan.consent.categories[consent]?.always === true ? "without asking" : `only after agreeing to ${consent}`}: ${describe ?? "✎"}${personalTo(plan, id).length === 0 ? "" : `. Gets ${personalTo(plan, id).join(", ")}`}`))),
    section("What is stored in the browser", list([`${plan.identity.cookie}, ${plan.identity.days} days: our own id of the visitor, once storing is allowed`, "the choice itself, as long as the consent tool keeps it", ...Object.entries(plan.consent.essential).map(([name, purpose]) => `${name}: ${purpose}`)])),
    section("How long", list([`events: ${plan.retention.eventsDays} days`, `proof of the choice: ${plan.retention.consentLogDays} days`])),
    section("Rights", "Access and export (Art. 15, 20), erasure with word to every recipient (Art. 17, 19), withdrawal in as many clicks as agreeing. Global Privacy Control is honoured" + (plan.consent.globalPrivacyControl.length === 0 ? ": no category is denied by it in this plan." : ` for ${plan.consent.globalPrivacyControl.join(", ")}.`)),
  )

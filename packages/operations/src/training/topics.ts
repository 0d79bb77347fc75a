import type { ResolvedPlan } from "@tagwright/formats"

export interface Question {
  ask: string
  answers: readonly string[]
  /** Index of the right one */
  right: number
}
export interface Topic {
  title: string
  teach: string
  /** On the example, with your own hands */
  exercise: { say: string; command: string; expect: string }
  questions: readonly Question[]
}
export type TopicName = "plan" | "data-layer" | "consent" | "personal-data" | "server" | "alerts" | "evidence" | "release" | "signing" | "figures" | "rights"

const names = (list: readonly string[]): string => (list.length === 0 ? "none" : list.join(", "))
const critical = ({ events }: ResolvedPlan): string[] => Object.values(events).filter((event) => event.critical).map(({ name }) => name)
const marketing = ({ destinations }: ResolvedPlan): string[] => Object.values(destinations).filter((one) => one.marketing).map(({ id }) => id)
const personal = ({ parameters }: ResolvedPlan): string[] => Object.values(parameters).filter(({ privacy }) => privacy === "personal" || privacy === "sensitive").map(({ id }) => id)

/** What is taught, with this plan's own names in it: a course about somebody else's shop teaches nobody. */
export const topics: Record<TopicName, (plan: ResolvedPlan) => Topic> = {
  plan: (plan) => ({
    title: "The plan is the one source",
    teach: `${plan.site.name} measures ${Object.keys(plan.events).length} events. Kit, containers, server and documents are made from the plan; nothing is changed anywhere else. Critical events: ${names(critical(plan))}.`,
    exercise: { say: "Rename an event in a copy of the plan, and ask what is wrong.", command: "tagwright check", expect: "a finding with file, line and column, and how to mend it." },
    questions: [
      { ask: "Somebody wants another name for an approved event. What is right?", answers: ["Rename it in Tag Manager", "Add a new event; the approved name stays", "Rename it in the plan, reports adapt"], right: 1 },
      { ask: "Where is a new parameter added?", answers: ["In the plan", "In the live container", "In the server's database"], right: 0 },
    ],
  }),
  "data-layer": () => ({
    title: "The data layer kit",
    teach: "Elements are bound by attributes or by a typed helper. A helper never throws: a page must work when tracking does not.",
    exercise: { say: "List what is measured on the site, and what is not.", command: "tagwright coverage", expect: "every interactive element with its event or its waiver." },
    questions: [{ ask: "The kit cannot be loaded. What happens on the page?", answers: ["The page stops with an error", "Nothing: helpers do nothing", "Events go to Google directly"], right: 1 }],
  }),
  consent: (plan) => ({
    title: "Consent comes first",
    teach: `Categories: ${Object.entries(plan.consent.categories).map(([key, { always }]) => `${key}${always ? " (always)" : ""}`).join(", ")}. Marketing destinations: ${names(marketing(plan))}. The server asks again before each delivery; a withdrawal stops what is queued.`,
    exercise: { say: "Run the journeys in which nobody agrees to anything.", command: "tagwright qa", expect: "no request to a marketing destination in the scenario `none`." },
    questions: [
      { ask: "A visitor refused. May an event of theirs go to a marketing destination from our server?", answers: ["Yes, the server is ours", "No, neither from the browser nor from the server", "Yes, without a cookie"], right: 1 },
      { ask: "A visitor takes their consent back while an event waits in the queue. What happens?", answers: ["It is sent: consent was there when it happened", "It is withheld, with the reason", "It is deleted without a trace"], right: 1 },
    ],
  }),
  "personal-data": (plan) => ({
    title: "Personal data stands in few places",
    teach: `Personal parameters of this plan: ${names(personal(plan))}. They never pass through the data layer; on the server they are sealed with a key per person. Findings name the place and the kind, never the value.`,
    exercise: { say: "Scan a text that holds an address.", command: "tagwright pii scan -", expect: "kind, place and length; not the address." },
    questions: [
      { ask: "You find an e-mail address in a page's URL. What comes first?", answers: ["Write a ticket for the next release", "Stop the leak, tell the privacy officer", "Filter it in GA4"], right: 1 },
      { ask: "How soon is the supervisory authority told of a breach that is a risk for people?", answers: ["Within 72 hours of becoming aware", "Within a month", "With the next yearly report"], right: 0 },
    ],
  }),
  server: (plan) => ({
    title: "The server loses nothing",
    teach: `What was acknowledged is on disk. Deliveries to ${names(Object.values(plan.destinations).filter(({ server }) => server).map(({ id }) => id))} are tried for days; what is refused for good becomes a dead letter with a reason class: ours, theirs, data, policy.`,
    exercise: { say: "Ask the server whether it is well.", command: "tagwright status", expect: "queues per destination, and what needs a person." },
    questions: [
      { ask: "A dead letter says `http_401`, class `ours`. What is right?", answers: ["Discard it", "Mend the secret, then replay", "Wait, it mends itself"], right: 1 },
      { ask: "A purchase is missing. What finds it?", answers: ["tagwright reconcile", "Restarting the server", "Publishing the container again"], right: 0 },
    ],
  }),
  alerts: () => ({
    title: "Alerts, and who answers them",
    teach: "Each alert has a page: symptom, diagnosis, fix, verification. `page` means now, K7 gives 15 minutes; acknowledge before you begin, so that nobody waits.",
    exercise: { say: "List the open alerts.", command: "tagwright alerts list", expect: "none, or one with the path of its page." },
    questions: [
      { ask: "An alert pages at night. What is the first thing?", answers: ["Find the cause", "Acknowledge it", "Switch it off"], right: 1 },
      { ask: "It began right after a release. What stops the bleeding?", answers: ["tagwright rollback", "Editing the live container", "Waiting for the developer"], right: 0 },
    ],
  }),
  evidence: () => ({
    title: "Evidence, not opinions",
    teach: "QA records what browsers, container and network did; gates judge the records. What was not observed is an error, never a pass.",
    exercise: { say: "Check that the evidence is what was sealed.", command: "tagwright evidence verify .tagwright/evidence", expect: "every file named as untouched, or the one that is not." },
    questions: [{ ask: "A gate has no records to judge. Its verdict?", answers: ["pass", "error", "not applicable"], right: 1 }],
  }),
  release: (plan) => ({
    title: "How a release goes live",
    teach: `Judged, signed by ${plan.policy.signatures.length === 0 ? "nobody (the policy names no roles)" : names(plan.policy.signatures)}, packed, deployed in journaled steps, proven by a smoke journey. A step that fails takes everything back.`,
    exercise: { say: "Ask what is missing for a release.", command: "tagwright verify", expect: "the verdict, and who has not signed." },
    questions: [
      { ask: "The deploying machine died half-way. What is right?", answers: ["Run the same command again", "Edit what is left by hand", "Delete the journal"], right: 0 },
      { ask: "One byte of the evidence was changed after signing. What counts?", answers: ["The signatures still count", "No signature counts any more", "Only the QA lead's counts"], right: 1 },
    ],
  }),
  signing: () => ({
    title: "What your signature means",
    teach: "It binds you and your role to the digest of exactly what is released. Sign what you looked at; a key is never lent.",
    exercise: { say: "See who has signed, and what would void it.", command: "tagwright verify", expect: "role, person and time per signature." },
    questions: [{ ask: "A colleague is ill and asks you to sign with their key. What is right?", answers: ["Sign, and tell them later", "Refuse: another person with the role signs, or the plan changes", "Send your own key"], right: 1 }],
  }),
  figures: () => ({
    title: "The figures K1 to K14",
    teach: "Each has a definition, a target and a drill-down. Test data is in none of them. `unknown` is not a success: nothing happened that it could be computed from.",
    exercise: { say: "See the figures, then what is behind one of them.", command: "tagwright kpis", expect: "a line per figure with its status." },
    questions: [{ ask: "K11 is unknown. What does it mean?", answers: ["Everything was captured", "Nobody has compared with the provider's list yet", "The server is down"], right: 1 }],
  }),
  rights: (plan) => ({
    title: "A person's rights",
    teach: `Export, erasure with word to every recipient, withdrawal. Events are kept ${plan.retention.eventsDays} days, the proof of consent ${plan.retention.consentLogDays}.`,
    exercise: { say: "See what is known of a person of the example, without personal values.", command: "tagwright lead show $LEAD", expect: "ids, consent history and events." },
    questions: [{ ask: "Somebody asks to be erased, and a destination offers no way to be told. What happens?", answers: ["Nothing, it is their problem", "A dead letter says erase_by_hand, until a person has written to them", "The erasure is refused"], right: 1 }],
  }),
}

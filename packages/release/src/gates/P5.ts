import type { GateFinding, ResolvedPlan } from "@tagwright/formats"
import { count, defineGate, type GateInput } from "../gate.ts"
import { placeName } from "../observe/choice.ts"
import { destinationOf } from "../observe/destination.ts"
import { hitsOf } from "../observe/hits.ts"
import { holdsKey } from "../observe/holds-key.ts"

const codes = {
  "test-mode-missing-push": "Take the kit as it was built: it marks every event in an environment with `testMode`.",
  "test-mode-missing-request": "Build the container again: in a staging container every tag carries test_mode.",
  "test-mode-missing-event": "The server stored an event of staging without its mark: check the environment it was started with.",
  "test-mode-missing-delivery": "The server sent an event of staging without its mark: check the destination's mapping.",
  "test-mode-in-production": "Production data is marked as a test and will be left out of the figures: check `testMode` of the environment.",
} as const
type Input = GateInput<"push" | "server-event" | "delivery" | "request", keyof typeof codes>

/** How vendors mark test data: ours by parameter, Meta's test events by a code. */
const MARKS = ["test_mode", "ep.test_mode", "epn.test_mode", "test_event_code", "cd[test_mode]"]
/** A mailing list is no figure: MailerLite has no field for the mark, and staging has a list of its own. */
const UNMARKED = "mailerlite"
const marked = (value: unknown): boolean => MARKS.some((key) => holdsKey(value, key))

/** GA4's automatic hits (user_engagement) take no parameter of ours: gate T6 sees to it that they stay in their own property. */
const ownNames = (plan: ResolvedPlan): ReadonlySet<string> => new Set(Object.values(plan.events).flatMap(({ name, ga4Name }) => [name, ga4Name ?? name]))

const stagingFindings = ({ of, plan, finding }: Input): GateFinding[] => [
  ...of("push")
    .filter((push) => push.event !== undefined && Object.hasOwn(plan.events, push.event) && !marked(push.message))
    .map((push) => finding("test-mode-missing-push", `${push.event} has no test_mode in the data layer`, [push])),
  ...of("request")
    .filter((request) => request.from === "browser" && destinationOf(plan, request)?.type === "ga4")
    .flatMap((request) =>
      hitsOf(request)
        .filter((hit) => ownNames(plan).has(hit["en"] ?? "") && !marked(hit))
        .map((hit) => finding("test-mode-missing-request", `The GA4 hit ${hit["en"]} has no test_mode`, [request])),
    ),
  ...of("server-event")
    .filter(({ testMode }) => !testMode)
    .map((event) => finding("test-mode-missing-event", `The server stored ${event.event} without test_mode (${placeName(event)})`, [event])),
  ...of("delivery")
    .filter((delivery) => plan.destinations[delivery.destination]?.type !== UNMARKED && delivery.state === "delivered" && delivery.received !== undefined && !marked(delivery.received))
    .map((delivery) => finding("test-mode-missing-delivery", `${delivery.destination} received ${delivery.event} without test_mode`, [delivery])),
]

const productionFindings = ({ of, finding }: Input): GateFinding[] => [
  ...of("push").filter(({ message }) => marked(message)).map((push) => finding("test-mode-in-production", `${push.event ?? "A push"} is marked as a test`, [push])),
  ...of("server-event").filter(({ testMode }) => testMode).map((event) => finding("test-mode-in-production", `The server stored ${event.event} as a test`, [event])),
]

/** P5 — test_mode exclusion. */
export const P5 = defineGate({
  id: "P5",
  needs: ["push", "server-event"],
  fromServer: ["server-event"],
  reads: ["delivery", "request"],
  codes,
  judge(input) {
    const { of, environment, run } = input
    const looked = `${count(of("push").length, "push")}, ${count(of("server-event").length, "server event")} and ${count(of("delivery").length, "delivery")}`
    return environment.testMode
      ? { summary: `${looked} of ${run.environment} looked at for test_mode.`, findings: stagingFindings(input) }
      : { summary: `${looked} of ${run.environment} looked at: none may be marked as a test.`, findings: productionFindings(input) }
  },
})

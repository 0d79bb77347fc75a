import { usesServer, type GateFinding } from "@tagwright/formats"
import { count, defineGate, type GateInput, type Observed } from "../gate.ts"
import { allows, allowsCategory, choiceAt, placeName, samePlace } from "../observe/choice.ts"
import { cookieOwner, isChoiceKey, isEssential, isOwnKey } from "../observe/cookies.ts"
import { destinationOf, isGoogle } from "../observe/destination.ts"
import { decodeGcs } from "../observe/google-signals.ts"

const codes = {
  "request-before-choice": "Nothing that needs consent may be sent before the choice: give its tag the consent check of the plan.",
  "request-after-refusal": "A refused or withdrawn category must fall silent: look at what sent this request.",
  "unknown-party-before-choice": "Name this party as a destination with its consent, or load it from your own host.",
  "cookie-before-choice": "Nothing that needs consent may be stored before the choice.",
  "cookie-after-refusal": "Delete the category's cookies on refusal and withdrawal, and keep scripts from setting them again.",
  "delivery-without-consent": "The server must withhold it: check the destination's `consent` and the choice stored with the event.",
  "event-kept-without-consent": "None of its destinations may get it, so our server need not know of it: the kit must not send it.",
  "client-id-without-consent": "Google's ids name a browser for years: the kit sends them only where the category of a ga4 destination is allowed.",
  "cookie-unknown": "Find out who sets it; then declare its destination, or remove the script. The site's own strictly necessary ones stand in `consent.essential` with their purpose.",
  "banner-not-seen": "The banner did not show, so nothing about it was proven. See the screenshot; is it hidden from robots?",
  "reject-missing": "Put a reject button on the banner's first layer.",
  "reject-harder": "Refusing must take as many clicks as accepting, on the same layer.",
  "reject-smaller": "Give both buttons the same size: the areas may differ by a quarter at most.",
  "reject-less-readable": "Give both buttons the same font size.",
  "reject-low-contrast": "Draw the reject button's text as clearly as the accept button's: 4.5 to 1 at least, and no more than half as much again for the other.",
  "reject-less-prominent": "Fill both buttons alike, or neither: a pale button beside a filled one is passed over.",
  "reject-not-by-keyboard": "Make it a real button without a negative tabindex: whoever uses a keyboard must come to both.",
  "reject-later-by-keyboard": "Put the two buttons next to each other in the document, without a tabindex.",
  "category-pre-ticked": "Leave every category that needs consent unticked.",
  "withdraw-not-on-page": "Put the link to the settings on this page too, in the footer for example.",
  "withdraw-hard": "Put a link to the settings on every page: two clicks at most to withdraw.",
  "withdrawal-not-tried": "Add a journey with a `withdraw` step: withdrawing must be seen to work.",
  "privacy-probe-failed": "The evidence names the question that was answered with no.",
  "privacy-probe-missing": "Run `tagwright qa` again: this question was not asked, so its answer is not known.",
} as const
type Code = keyof typeof codes
type Input = GateInput<"request" | "step" | "banner" | "storage" | "probe" | "page" | "server-event" | "delivery", Code>

/** EDPB taskforce and national authorities ask for equal prominence; areas within a quarter of each other count as equal. */
const AREA_RATIO = { least: 0.8, most: 1.25 }
/** WCAG 2.2, 1.4.3 (AA): text of ordinary size on its ground */
const READABLE = 4.5
/** How many times as strong one button may be drawn as the other. Austria's authority asks for equal contrast; half as much again is seen at a glance. */
const CONTRAST_RATIO = 1.5
/** Stops of the Tab key from accept to reject: one other control may stand between them. */
const TAB_STOPS = 2
/** CNIL and EDPB: withdrawing must be as easy as agreeing: open the settings, refuse. */
const WITHDRAW_CLICKS = 2
/** Questions only a direct look at the system can answer. */
/** The choice is kept with each event by our server; without one there is nothing to keep it with. */
const requiredPrivacyProbes = ({ plan }: Input): string[] => [...(usesServer(plan) ? ["consent-log-kept"] : []), "gpc-honoured"]

/** Advanced mode lets Google tags send pings without cookies while consent is denied: no identifier, and they say so themselves. */
const isCookieless = ({ plan }: Input, request: Observed<"request">): boolean =>
  plan.consent.mode === "advanced" &&
  isGoogle(destinationOf(plan, request)) &&
  decodeGcs(request.query["gcs"] ?? "")?.analytics_storage === false &&
  !request.cookies.some((name) => cookieOwner(name) !== undefined)

/** Marketing destinations are gate P3's; this gate guards the rest of what needs consent. */
const requestFindings = (input: Input): GateFinding[] => {
  const { of, plan, finding } = input
  return of("request").flatMap((request) => {
    if (request.from !== "browser") return []
    const destination = destinationOf(plan, request)
    if (destination === undefined)
      return request.party === "unknown" && request.choice === undefined
        ? [finding("unknown-party-before-choice", `${new URL(request.url).hostname} was contacted before any choice`, [request])]
        : []
    if (destination.marketing || allows(plan, destination, request.choice) || isCookieless(input, request)) return []
    return request.choice === undefined
      ? [finding("request-before-choice", `${destination.id} was reached before any choice (${placeName(request)})`, [request])]
      : [finding("request-after-refusal", `${destination.id} was reached though ${destination.consent} was refused (${placeName(request)})`, [request])]
  })
}

const cookieFinding = ({ plan, finding }: Input, storage: Observed<"storage">, name: string, choice: Observed<"step">["choice"]): GateFinding[] => {
  if (isOwnKey(name, plan.identity.cookie) || isChoiceKey(name, plan.consent.banner.cmp) || isEssential(name, plan.consent.essential)) return []
  const owner = cookieOwner(name)
  const destination = Object.values(plan.destinations).find(({ type }) => type === owner)
  if (destination === undefined) return [finding("cookie-unknown", `Nobody in the plan owns ${name} (${placeName(storage)})`, [storage])]
  if (destination.marketing || allowsCategory(plan, destination.consent, choice)) return []
  return [finding(choice === undefined ? "cookie-before-choice" : "cookie-after-refusal", `${name} is there without consent to ${destination.consent} (${placeName(storage)})`, [storage])]
}

const storageFindings = (input: Input): GateFinding[] =>
  input.of("storage").flatMap((storage) => {
    const choice = storage.choice ?? choiceAt(input.of("step"), storage)
    const names = [...storage.cookies.map(({ name }) => name), ...storage.localStorage, ...storage.sessionStorage]
    return [...new Set(names)].flatMap((name) => cookieFinding(input, storage, name, choice))
  })

/** What our server passed on. Marketing destinations are gate P3's here too. */
const deliveryFindings = ({ of, plan, finding }: Input): GateFinding[] =>
  of("delivery").flatMap((delivery) => {
    const destination = plan.destinations[delivery.destination]
    if (destination === undefined || destination.marketing || delivery.state !== "delivered" || allows(plan, destination, choiceAt(of("step"), delivery))) return []
    return [finding("delivery-without-consent", `The server delivered ${delivery.event} to ${destination.id} without consent to ${destination.consent} (${placeName(delivery)})`, [delivery])]
  })

/** What the page told our server. A webhook's event comes from the payment provider, whatever was chosen in the page. */
const keptFindings = ({ of, plan, finding }: Input): GateFinding[] =>
  of("server-event").flatMap((event) => {
    const choice = event.choice ?? choiceAt(of("step"), event)
    const planned = plan.events[event.event]
    const kept = planned?.source === "browser" && !planned.to.some((id) => plan.destinations[id] !== undefined && allows(plan, plan.destinations[id], choice))
    const named = event.clientId !== undefined && !Object.values(plan.destinations).some((destination) => destination.type === "ga4" && allows(plan, destination, choice))
    return [
      ...(kept ? [finding("event-kept-without-consent", `Our server holds ${event.event}, which goes to nobody under this choice (${placeName(event)})`, [event])] : []),
      ...(named ? [finding("client-id-without-consent", `${event.event} came with Google's client id though analytics was refused (${placeName(event)})`, [event])] : []),
    ]
  })

type Banner = Observed<"banner">
const bannerRules: readonly [Code, (banner: Banner) => string | undefined][] = [
  // A record of a withdrawal measures no first layer.
  ["reject-missing", ({ acceptClicks, rejectClicks }) => (acceptClicks !== undefined && rejectClicks === undefined ? "No way to refuse was found on the banner" : undefined)],
  [
    "reject-harder",
    ({ acceptClicks, rejectClicks }) =>
      rejectClicks !== undefined && rejectClicks > (acceptClicks ?? 1) ? `Refusing takes ${rejectClicks} clicks, accepting ${acceptClicks ?? 1}` : undefined,
  ],
  [
    "reject-smaller",
    ({ areaRatio }) =>
      areaRatio !== undefined && (areaRatio < AREA_RATIO.least || areaRatio > AREA_RATIO.most)
        ? `The reject button has ${areaRatio.toFixed(2)} times the area of the accept button`
        : undefined,
  ],
  ["reject-less-readable", ({ sameFontSize }) => (sameFontSize === false ? "The two buttons have different font sizes" : undefined)],
  [
    "reject-low-contrast",
    ({ contrast }) =>
      contrast !== undefined && (contrast.reject < READABLE || contrast.accept / contrast.reject > CONTRAST_RATIO)
        ? `The reject button's text has a contrast of ${contrast.reject} to 1, the accept button's ${contrast.accept} to 1`
        : undefined,
  ],
  [
    "reject-less-prominent",
    ({ fill }) => (fill !== undefined && fill.accept / fill.reject > CONTRAST_RATIO ? `The accept button stands out from the banner by ${fill.accept} to 1, the reject button by ${fill.reject} to 1` : undefined),
  ],
  ["reject-not-by-keyboard", ({ tabStops }) => (tabStops !== undefined && tabStops.reject === undefined ? "The keyboard never comes to the reject button" : undefined)],
  [
    "reject-later-by-keyboard",
    ({ tabStops: { accept = 1, reject = 0 } = {} }) => (reject - accept > TAB_STOPS ? `The Tab key comes to accept at stop ${accept}, to reject at stop ${reject}` : undefined),
  ],
  ["category-pre-ticked", ({ preTicked = [] }) => (preTicked.length > 0 ? `Ticked before the visitor did anything: ${preTicked.join(", ")}` : undefined)],
  [
    "withdraw-hard",
    ({ withdrawClicks }) => (withdrawClicks !== undefined && withdrawClicks > WITHDRAW_CLICKS ? `Withdrawing takes ${withdrawClicks} clicks` : undefined),
  ],
]

const bannerFindings = ({ of, finding }: Input): GateFinding[] => [
  ...of("banner").flatMap((banner) =>
    banner.shown
      ? bannerRules.flatMap(([code, rule]) => {
          const message = rule(banner)
          return message === undefined ? [] : [finding(code, message, [banner])]
        })
      : [finding("banner-not-seen", `The banner did not show (${placeName(banner)})`, [banner])],
  ),
  ...of("step")
    .filter(({ outcome }) => outcome === "inconclusive")
    .map((step) => finding("banner-not-seen", `${step.title} was inconclusive (${placeName(step)})`, [step])),
  ...of("page")
    .filter(({ withdrawal }) => withdrawal === false)
    .map((page) => finding("withdraw-not-on-page", `${page.path} shows no way to change the consent choice`, [page])),
]

const grants = (step: Observed<"step">): number => Object.values(step.choice ?? {}).filter(Boolean).length
/** A journey in which a later choice allows less than an earlier one. */
const withdrew = ({ of }: Input): boolean =>
  of("step").some((later) => later.choice !== undefined && of("step").some((earlier) => samePlace(earlier, later) && earlier.step < later.step && grants(earlier) > grants(later)))

const probeFindings = (input: Input): GateFinding[] => {
  const { of, finding } = input
  const probes = of("probe").filter(({ gate }) => gate === "P4")
  return [
    ...probes.filter(({ holds }) => !holds).map((probe) => finding("privacy-probe-failed", `${probe.probe}: ${probe.detail}`, [probe])),
    ...requiredPrivacyProbes(input)
      .filter((name) => !probes.some(({ probe }) => probe === name))
      .map((name) => finding("privacy-probe-missing", `It was not asked whether ${name} holds`)),
  ]
}

/** P4 — GDPR compliance. */
export const P4 = defineGate({
  id: "P4",
  needs: ["request", "step", "banner", "storage"],
  reads: ["probe", "page", "server-event", "delivery"],
  codes,
  inconclusive: ["banner-not-seen", "withdrawal-not-tried", "privacy-probe-missing"],
  judge(input) {
    const { of, finding } = input
    const before = of("request").filter(({ from, choice }) => from === "browser" && choice === undefined).length
    return {
      summary: `${count(before, "request")} before a choice, ${count(of("storage").length, "look")} at cookies and storage, ${count(of("banner").length, "banner")} measured.`,
      findings: [
        ...bannerFindings(input),
        ...requestFindings(input),
        ...storageFindings(input),
        ...deliveryFindings(input),
        ...keptFindings(input),
        ...(withdrew(input) ? [] : [finding("withdrawal-not-tried", "No journey shows a visitor who withdraws")]),
        ...probeFindings(input),
      ],
    }
  },
})

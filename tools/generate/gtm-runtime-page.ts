import { LIMITS, runs } from "@tagwright/gtm"
import { otherTagTypes, tagTypes, triggerTypes, variableTypes } from "../../packages/gtm/src/container/type-names.ts"

const named = (types: Readonly<Record<string, string>>, wanted: boolean, test: (type: string) => boolean): string =>
  Object.entries(types).filter(([type]) => test(type) === wanted).map(([type, name]) => `${name} (\`${type}\`)`).join(" · ")

/** How to run a container offline, and, from the code, what runs and what does not. */
export const gtmRuntimePage = (): string => `# Run a container without Google

Generated: the lists below come from the code.

The runtime takes the JSON that Tag Manager exports and does what Google's client does with it: in a page, or in Node.

## What fires if …?

\`\`\`text
tagwright gtm run GTM-XXXX_v7.json --push pushes.json --consent ad_storage=denied --region DE
\`\`\`

\`pushes.json\` is an array of what the page pushes, in order; an inner array stands for the arguments of a \`gtag()\` call:

\`\`\`json
[["consent", "default", {"analytics_storage": "denied"}], {"event": "lead_submit", "form_id": "lead"}]
\`\`\`

What stands before the first event is on the page before the container loads. Then come \`gtm.js\`, \`gtm.dom\` and \`gtm.load\`, unless your
pushes bring them or you say \`--no-lifecycle\`; then the rest, one after another. After the last push ten seconds pass, so that timers,
delayed tags and \`wait_for_update\` come to an end. Time, chance and requests are the run's own: the same input gives the same result, and nothing
leaves the machine. \`--json\` prints every event with what fired (and its values), what did not (and why), the requests, and what could not be evaluated.

## In code

\`\`\`ts
import { gtmJs, run, runServer } from "@tagwright/gtm"

const { events, requests, unsupported } = run(container, [{ event: "lead_submit" }], { page: "https://shop.example/", region: "DE" })
const script = await gtmJs(container)            // answer gtm.js?id=… with this
const served = runServer(container, [{ url: "/g/collect?v=2&tid=G-1&cid=1.2&en=purchase" }])
\`\`\`

In a page the script is what a site expects of \`gtm.js\`: \`google_tag_manager["GTM-…"].dataLayer\`, the answers of \`push\`, \`gtm.uniqueEventId\`,
\`eventCallback\`, several containers, a data layer of another name. If \`window.__tagwright_gtm_record\` is a function when the container starts, it is
called with one record per processed event.

## In a test

\`\`\`ts
import { container } from "tagwright/testing"

container("gtm/web.production.json").push({ event: "lead_submit", form_id: "lead" })
  .expect("GA4 — lead_submit").toFireOnceWith({ eventName: "lead_submit" })
container("gtm/web.production.json", { consent: { ad_storage: "denied" } }).push({ event: "lead_submit" }).expectNothingFrom("ads")
\`\`\`

## What runs

Tags: ${named(tagTypes, true, runs.tag)} · custom templates.

Variables: ${named(variableTypes, true, runs.variable)} · custom templates.

Triggers: ${named(triggerTypes, true, runs.trigger)}.

## What does not, and why

Anything below that a container uses is listed under \`unsupported\` with its name and the reason, or is told by a tag's status. It is never guessed.

Tags of which nothing public says what they send: ${named(tagTypes, false, runs.tag)} · ${[...otherTagTypes].map((type) => `\`${type}\``).join(" ")}.

Variables: ${named(variableTypes, false, runs.variable)}.

Triggers: ${named(triggerTypes, false, runs.trigger) || "all types run"}.

| What | Why |
|---|---|
${LIMITS.map(({ what, why }) => `| ${what} | ${why} |`).join("\n")}
`

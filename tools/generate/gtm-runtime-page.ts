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

## Beside any site, live

\`\`\`text
tagwright gtm preview --site _site --container GTM-XXXX_v7.json
tagwright gtm preview --site "npm run dev" --container web.json --inject --region DE
\`\`\`

Two addresses come back: the site, with the runtime in the place of \`gtm.js\`, and a debug page beside it. That page shows every event as it happens:
which tag fired with which values and through which trigger; what was held back by consent, an exception or an option; for every other tag the condition
that was false and the value it met; the variables, the data layer, the consent, and each request decoded. A policy keeps all requests on this machine;
\`--allow HOST\` names what the site itself needs, \`--online\` lets everything through. A site without a snippet gets one with \`--inject\`.

## Server containers

\`\`\`text
tagwright gtm run GTM-SERVER.json --requests requests.json
\`\`\`

\`requests.json\` is an array of \`{url, method, headers, body}\`. Clients are asked by priority; the one that claims makes events, transformations change what
each tag sees, triggers decide, tags send, and the answer says its status, body and cookies. The output explains each event as for a page.

## Custom templates and their tests

\`\`\`text
tagwright gtm test template.tpl GTM-XXXX_v7.json
\`\`\`

Runs the tests that templates bring along (\`___TESTS___\`: \`runCode\`, \`mock\`, \`mockObject\`, \`assertThat\`, \`assertApi\`, \`fail\`), each in a fresh page or request. What a
test does not mock is the runtime's own API, which asks for its permission. Sandboxed code is interpreted: it reaches nothing but what it may ask for.

## Hostile containers and pages

- Code that never ends is stopped: loops of custom JavaScript and custom HTML are counted, in Node a piece of code has two seconds, a template has a number of steps.
- A pattern that would explode is stopped as well. Patterns that repeat what already repeats are first run by a matcher that counts its steps; beyond 200,000 the
  condition is not evaluable: its trigger does not fire, its exception blocks, and the finding names the pattern. All others run at once.
- A page that overwrites natives, freezes the data layer or pushes proxies and getters that throw goes on; the console says what stopped.

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
const denied = container("gtm/web.production.json", { consent: { ad_storage: "denied" } }).push({ event: "lead_submit" })
denied.expectNothingFrom("ads").expect("Google Ads — lead_submit").toBeHeldBy("consent")
expect(denied.snapshot()).toMatchSnapshot()      // vitest; in node:test: t.assert.snapshot(denied.snapshot())
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

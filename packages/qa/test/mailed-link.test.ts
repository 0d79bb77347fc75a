import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { onTestFinished, expect, test, vi } from "vitest"
import type { ServerPort, StandInsPort } from "../src/index.ts"
import { tinyPlan } from "./tiny-plan.ts"
import { watch } from "./watch.ts"

vi.setConfig({ testTimeout: 240_000 })

const plan = tinyPlan((input) => ({
  ...input,
  identity: { links: "LINK_KEY" },
  destinations: { ...input.destinations, crm: { type: "hubspot", consent: "necessary", secret: "CRM", fields: { link_token: "link" } } },
  journeys: {
    reader: {
      steps: [
        { visit: "/contact/" },
        { consent: "scenario" },
        { fill: "form[data-form-id=lead]", with: "persona", submit: true },
        { otherDevice: "/?utm_source=mail", mail: "crm" },
        { consent: "scenario" },
        { otherDevice: "/contact/", mail: "crm" },
        { consent: "none" },
      ],
    },
  },
}))

const tokenOf = (leadId: string) => `${leadId}.zzzzzz.${createHash("sha256").update(leadId).digest("base64url")}`
/** What may be wrong with the server: it believes any signature, or none. Leaking: what one device is delivered names the other one too. */
type Wrong = "gullible" | "deaf" | "leaking" | undefined

/** A server of a few lines that joins by signed links, and a mail tool that got a token for everybody who sent the form. */
const startWorld = async (wrong: Wrong): Promise<{ server: ServerPort; standIns: StandInsPort }> => {
  const joined: string[][] = []
  const mailed = new Set<string>()
  const leadsOf = (leadId: string) => joined.find((same) => same.includes(leadId)) ?? [leadId]
  const take = ({ shared, events }: { shared: { lead_id: string; link?: string }; events: unknown[] }): void => {
    const { lead_id: leadId, link } = shared
    if (events.length > 0) mailed.add(leadId)
    const [from = ""] = (link ?? "").split(".")
    if (link === undefined || wrong === "deaf" || (wrong !== "gullible" && link !== tokenOf(from))) return
    const known = joined.find((same) => same.includes(from))
    if (known === undefined) joined.push([from, leadId])
    else known.push(leadId)
  }
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    take(JSON.parse(Buffer.concat(chunks).toString()))
    response.setHeader("content-type", "application/json").end("{}")
  }).listen(0, "127.0.0.1")
  await once(http, "listening")
  onTestFinished(() => void http.close())
  const { port } = http.address() as AddressInfo
  return {
    server: {
      url: `http://127.0.0.1:${port}`,
      idle: async () => true,
      leadsOf: async (leadId) => leadsOf(leadId),
      ofLead: async (leadId) => ({ events: [], deliveries: mailed.has(leadId) ? [{ eventId: leadId, event: "lead_submit", destination: "pixel", state: "delivered", attempts: 1 }] : [] }),
    },
    standIns: {
      settle: async () => undefined,
      refund: async () => undefined,
      received: async (_destination, leadId) => ({ people: wrong === "leaking" ? leadsOf(leadId) : [leadId] }),
      linkToken: async (_destination, leadId) => (mailed.has(leadId) ? tokenOf(leadId) : undefined),
    },
  }
}

const answers = async (wrong: Wrong, scenarios: string[]) => {
  const { of } = await watch({}, { plan, scenarios, ...(await startWorld(wrong)) })
  expect(of("step").map(({ outcome, reason }) => reason ?? outcome)).toEqual(of("step").map(() => "done"))
  return of("probe").map(({ gate, probe, holds, at }) => `${gate} ${holds ? "yes" : "no"} ${probe} step ${(at?.step ?? NaN) + 1}`).toSorted()
}

test("a link in a mail makes two devices one person where the visitor agreed to anything, and nobody one where not", async () => {
  expect(await answers(undefined, ["all"])).toEqual([
    "T3 yes forged-link-joins-nobody step 4",
    "T3 yes refused-tools-keep-devices-apart step 4",
    "T3 yes refused-tools-keep-devices-apart step 6",
    "T3 yes signed-link-joins-devices step 4",
    "T3 yes signed-link-needs-consent step 6",
  ])
})

test("a server that believes every signature joins whoever comes by a forged one, and is told so", async () => {
  expect((await answers("gullible", ["none"])).filter((line) => line.includes(" no "))).toEqual(["T3 no forged-link-joins-nobody step 4"])
})

test("a server that joins nobody is told so, where the visitor agreed", async () => {
  expect((await answers("deaf", ["marketing"])).filter((line) => line.includes(" no "))).toEqual(["T3 no signed-link-joins-devices step 4"])
})

test("a tool that was refused on one device and learns of it from the other is told of", async () => {
  expect((await answers("leaking", ["analytics"])).filter((line) => line.includes(" no "))).toEqual(["T3 no refused-tools-keep-devices-apart step 4"])
})

import type { AlertView } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { composePost } from "../src/operations/channels/posted.ts"

const alert: AlertView = { alert: "watch.CanaryFails.crm.1", rule: "CanaryFails", severity: "page", summary: "s".repeat(2_000), labels: { destination: "crm" }, runbook: "runbooks/alerts/CanaryFails.md", state: "firing", firedAt: 1, sent: [] }
const firing = { event: "firing", alert, environment: "production" } as const
const base = { severities: ["page" as const] }

describe("O1 the words of paging services", () => {
  it("PagerDuty, Events API v2: trigger and resolve carry the same key, within 255 characters; the summary within 1024", () => {
    const config = { type: "pagerduty", ...base, secret: "KEY" } as const
    const { url, body } = composePost(config, "routing", firing)
    expect(url).toBe("https://events.pagerduty.com/v2/enqueue")
    expect(body).toMatchObject({ routing_key: "routing", event_action: "trigger", dedup_key: alert.alert, payload: { severity: "critical", source: "tagwright production", component: "CanaryFails" } })
    expect(body).toMatchObject({ payload: { summary: "s".repeat(1024) } })
    const long = { ...firing, alert: { ...alert, alert: "a".repeat(300) } }
    const keys = [long, { ...long, event: "resolved" as const }].map((notice) => (composePost(config, "routing", notice).body as { dedup_key: string }).dedup_key)
    expect([keys[0]?.length, keys[0] === keys[1]]).toEqual([64, true])
    expect(composePost(config, "routing", { ...long, event: "resolved" }).body).toMatchObject({ event_action: "resolve" })
  })
  it.each([
    ["us", "https://api.opsgenie.com"],
    ["eu", "https://api.eu.opsgenie.com"],
    ["atlassian", "https://api.atlassian.com/jsm/ops/integration"],
  ] as const)("Opsgenie, Alert API, %s: message within 130 characters, closed by alias", (region, host) => {
    const config = { type: "opsgenie", ...base, secret: "KEY", region } as const
    expect(composePost(config, "key", firing)).toMatchObject({ url: `${host}/v2/alerts`, headers: { authorization: "GenieKey key" }, body: { message: "s".repeat(130), alias: alert.alert, priority: "P1" } })
    expect(composePost(config, "key", { ...firing, event: "resolved" }).url).toBe(`${host}/v2/alerts/${alert.alert}/close?identifierType=alias`)
  })
})

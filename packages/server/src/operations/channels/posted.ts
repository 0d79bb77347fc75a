import { sha256, type AlertChannel } from "@tagwright/formats"
import type { OutgoingRequest } from "../../delivery/http-client.ts"
import { linesOf, titleOf, type Notice } from "./channel.ts"

type Posted = Exclude<AlertChannel, { type: "email" }>
interface Composed extends Pick<OutgoingRequest, "url"> {
  headers?: Record<string, string>
  body: unknown
}

/** PagerDuty, "Events API v2"; Opsgenie, "Alert API", which Jira Service Management goes on with. Their limits, in characters. */
const PAGERDUTY_URL = "https://events.pagerduty.com"
const OPSGENIE_URLS = { us: "https://api.opsgenie.com", eu: "https://api.eu.opsgenie.com", atlassian: "https://api.atlassian.com/jsm/ops/integration" } as const
const LONGEST_SUMMARY = 1024
const LONGEST_DEDUP_KEY = 255
const LONGEST_MESSAGE = 130
const LONGEST_ALIAS = 512
const urgency = { page: { pagerduty: "critical", opsgenie: "P1" }, ticket: { pagerduty: "warning", opsgenie: "P3" }, info: { pagerduty: "info", opsgenie: "P5" } } as const

/** An alert's id as a service takes it: the same one opens and closes, also when it is too long. */
const idWithin = (id: string, longest: number): string => (id.length <= longest ? id : sha256(id))

/** An adaptive card, as Teams' workflows take it ("Post to a channel when a webhook request is received"). */
const teamsCard = (notice: Notice): unknown => ({
  type: "message",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      content: {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        type: "AdaptiveCard",
        version: "1.4",
        body: [{ type: "TextBlock", size: "medium", weight: "bolder", text: titleOf(notice) }, ...linesOf(notice).map((text) => ({ type: "TextBlock", text, wrap: true }))],
      },
    },
  ],
})

/** The request that tells a service. `base` stands in for the vendor's own address. */
export const composePost = (config: Posted, secret: string, notice: Notice, base?: string): Composed => {
  const { event, alert, environment } = notice
  switch (config.type) {
    case "slack":
      return { url: secret, body: { text: `*${titleOf(notice)}*\n${linesOf(notice).join("\n")}` } }
    case "teams":
      return { url: secret, body: teamsCard(notice) }
    case "webhook":
      return { url: secret, body: { event, environment, ...alert } }
    case "pagerduty":
      return {
        url: `${base ?? PAGERDUTY_URL}/v2/enqueue`,
        body: {
          routing_key: secret,
          event_action: event === "firing" ? "trigger" : "resolve",
          dedup_key: idWithin(alert.alert, LONGEST_DEDUP_KEY),
          payload: { summary: alert.summary.slice(0, LONGEST_SUMMARY), source: `tagwright ${environment}`, severity: urgency[alert.severity].pagerduty, component: alert.rule, custom_details: { ...alert.labels, runbook: alert.runbook } },
        },
      }
    case "opsgenie": {
      const url = `${base ?? OPSGENIE_URLS[config.region]}/v2/alerts`
      const headers = { authorization: `GenieKey ${secret}` }
      const alias = idWithin(alert.alert, LONGEST_ALIAS)
      return event === "resolved"
        ? { url: `${url}/${encodeURIComponent(alias)}/close?identifierType=alias`, headers, body: { source: "tagwright" } }
        : { url, headers, body: { message: alert.summary.slice(0, LONGEST_MESSAGE), alias, description: linesOf(notice).join("\n"), priority: urgency[alert.severity].opsgenie, tags: [environment, alert.rule], details: alert.labels } }
    }
  }
}

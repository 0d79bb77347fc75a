import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"
import { eventRules } from "../src/ga4/event-rules.ts"
import { rules } from "../src/ga4/rules.ts"
import { rowRules } from "../src/bigquery/rules.ts"
import { eventRules as googleEventRules, requestRules } from "../src/google-ads/rules.ts"
import { inputRules } from "../src/hubspot/rules.ts"
import { ignored, refused } from "../src/mailerlite/rules.ts"
import { linkedinRules } from "../src/linkedin/rules.ts"
import { personRules } from "../src/pipedrive/index.ts"
import { restRules } from "../src/rest/index.ts"
import { signatureRules } from "../src/s3/signature.ts"
import { tiktokRules } from "../src/tiktok/rules.ts"
import { webhookRules } from "../src/webhook/index.ts"
import { metaRules } from "../src/meta/rules.ts"

const page = await readFile(new URL("../../../docs/stand-ins.md", import.meta.url), "utf8")
/** First cells of the table under a heading. */
const documented = (heading: string): string[] => {
  const section = page.split(`\n## ${heading}`)[1]?.split("\n## ")[0] ?? ""
  return [...section.matchAll(/^\| ([^|]+?) \|/gm)].map((row) => row[1] ?? "").filter((cell) => cell !== "rule" && cell !== "---")
}

test.each([
  ["Google Analytics 4", [...Object.keys(rules), ...Object.keys(eventRules)]],
  ["Meta", Object.keys(metaRules)],
  ["MailerLite", [...Object.keys(refused), ...Object.keys(ignored)]],
  ["HubSpot", Object.keys(inputRules)],
  ["Google Ads", [...Object.keys(requestRules), ...Object.keys(googleEventRules)]],
  ["LinkedIn", Object.keys(linkedinRules)],
  ["TikTok", Object.keys(tiktokRules)],
  ["Pipedrive", Object.keys(personRules)],
  ["REST", Object.keys(restRules)],
  ["Standard Webhooks receiver", Object.keys(webhookRules)],
  ["S3-compatible store", Object.keys(signatureRules)],
  ["BigQuery", Object.keys(rowRules)],
])("the page lists exactly the rules that are checked: %s", (heading, checked) => expect(documented(heading)).toEqual(checked))

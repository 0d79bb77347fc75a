import { z } from "zod"
import { consentTypes } from "./consent.ts"
import { gateIds } from "./gates.ts"
import { severities } from "./operations.ts"

/** GA4: "Event and parameter names: 40 characters, letters, digits, underscore, letter first." The ledger adds snake_case. */
const snakeCase = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "use snake_case: a letter, then letters, digits or _, at most 40")
const key = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]*$/, "use letters, digits, _ or -, a letter first")
/** Secrets are named, never written: the name of an environment variable. */
const secretName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, "name the environment variable that holds the secret, e.g. GA4_API_SECRET")
const text = z.string().min(1)
const selector = z.string().min(1).describe("A CSS selector")

const environment = z.strictObject({
  hosts: z.array(text).min(1).describe("Host names this environment answers on; the first is the canonical one"),
  gtm: z.string().regex(/^GTM-[A-Z0-9]{4,12}$/, "looks like GTM-ABC1234").describe("Web container id"),
  gtmServer: z.string().regex(/^GTM-[A-Z0-9]{4,12}$/, "looks like GTM-ABC1234").optional().describe("Server container id"),
  ga4: z.string().regex(/^G-[A-Z0-9]{4,12}$/, "looks like G-ABC1234567").describe("GA4 measurement id"),
  ga4Property: z.string().regex(/^\d{4,15}$/, "digits only").optional().describe("Number of the GA4 property, as its settings show it: where erased people are deleted"),
  server: text.describe("Where the kit sends events: an absolute URL or a path on the site, e.g. /t"),
  testMode: z.boolean().default(false).describe("Data carries test_mode and never enters production figures"),
  deploy: z
    .strictObject({
      folder: text.describe("Where releases are put, on the machine that deploys. Server and site read below `current` in it"),
      restart: text.optional().describe("Command that makes the server read its plan again, e.g. systemctl restart tagwright"),
      server: z.url().optional().describe("Where the deploying machine reaches the server, e.g. http://127.0.0.1:8787"),
    })
    .optional()
    .describe("How `tagwright deploy` brings a release here"),
})

const category = z.strictObject({
  grants: z.array(z.enum(consentTypes)).min(1).describe("Consent Mode v2 types this category grants"),
  always: z.boolean().default(false).describe("Needs no choice (strictly necessary)"),
  describe: text.optional(),
})

const consent = z.strictObject({
  categories: z.record(key, category),
  regions: z
    .array(z.strictObject({ regions: z.array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, "ISO 3166, e.g. DE or US-CA")).min(1), grant: z.array(key) }))
    .default([])
    .describe("Where a category is granted before any choice. Elsewhere everything but `always` is denied"),
  banner: z.strictObject({
    cmp: z.enum(["vanilla-cookieconsent", "klaro", "cookiebot", "onetrust", "usercentrics", "tcf", "custom"]),
    waitForUpdate: z.number().int().min(0).max(10_000).default(500).describe("Milliseconds Google tags wait for the choice"),
    selectors: z
      .strictObject({ banner: selector, accept: selector, reject: selector, settings: selector.optional(), reopen: selector.optional(), save: selector.optional() })
      .optional()
      .describe("Where the banner's controls are; known for the named CMPs"),
  }),
  mode: z
    .enum(["basic", "advanced"])
    .default("basic")
    .describe("basic: Google tags wait for consent and send nothing without it; advanced: they send cookieless pings while denied"),
  beforeChoice: z.enum(["buffer", "drop"]).default("buffer").describe("What happens to events before the visitor has chosen"),
  essential: z
    .record(z.string().regex(/^[^*\s]+\*?$/, "a name; * only at its end, for any rest"), text)
    .default({})
    .describe("The site's own cookies and storage keys that need no consent, each with its purpose, e.g. theme: remembers dark mode"),
  globalPrivacyControl: z.array(key).default([]).describe("Categories that the Sec-GPC signal denies"),
})

const destinationBase = {
  consent: key.describe("The consent category this destination needs"),
  describe: text.optional(),
  marketing: z.boolean().optional().describe("Whether gate P3 guards it; default by type"),
  names: z.record(snakeCase, text).default({}).describe("Our event → the vendor's name for it, e.g. lead_submit → Lead"),
  ordered: z.literal(true).optional().describe("One person's events one after another, as they arrived: each waits until the one before it is delivered, dead or withheld"),
}
const days = z.number().int().min(1)
const digits = z.string().regex(/^\d+$/, "digits only")
const testEventCode = text.describe("The vendor's test event code, sent in test environments")
const destination = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("ga4"),
    ...destinationBase,
    secret: secretName,
    erase: z
      .strictObject({ secret: secretName.describe("Variable with the JSON key of a service account that is an editor of the property") })
      .optional()
      .describe("Lets the server tell GA4 to delete an erased person (Art. 17 and 19 GDPR); the environment needs ga4Property. Without it a dead letter reminds you to do it by hand"),
    tags: z.enum(["one-per-event", "one-for-all"]).default("one-per-event").describe("A GA4 event tag per event, or one tag that looks the name up"),
  }),
  z.strictObject({ type: z.literal("meta"), ...destinationBase, pixelId: z.string().regex(/^\d{6,20}$/, "digits only"), secret: secretName.optional(), testEventCode: testEventCode.optional() }),
  z.strictObject({
    type: z.literal("google-ads"),
    ...destinationBase,
    conversionId: z.string().regex(/^AW-\d+$/, "looks like AW-123456789"),
    labels: z.record(snakeCase, text).describe("Our event → conversion label, for the tags in the page"),
    customerId: z.string().regex(/^\d{10}$/, "ten digits, no dashes").optional().describe("The Google Ads account that server events are reported to"),
    managerId: z.string().regex(/^\d{10}$/, "ten digits, no dashes").optional().describe("The manager account, where access comes through one"),
    conversions: z.record(snakeCase, digits).default({}).describe("Our event → conversion action id, for server events (Data Manager API)"),
    secret: secretName.optional().describe("A service account's key (JSON) with the scope datamanager, for server events"),
  }),
  z.strictObject({ type: z.literal("floodlight"), ...destinationBase, advertiserId: z.string().regex(/^\d+$/, "digits only"), groupTag: text, activityTags: z.record(snakeCase, text).describe("Our event → activity tag") }),
  z.strictObject({ type: z.literal("linkedin"), ...destinationBase, partnerId: digits, conversions: z.record(snakeCase, digits).describe("Our event → conversion id: an Insight Tag rule for browser events, a Conversions API rule for server events"), secret: secretName.optional().describe("An access token with rw_conversions, for server events") }),
  z.strictObject({
    type: z.literal("tiktok"),
    ...destinationBase,
    pixelId: z.string().regex(/^[A-Z0-9]{10,30}$/, "capital letters and digits"),
    secret: secretName.optional().describe("The Events API access token, for server events"),
    testEventCode: testEventCode.optional(),
  }),
  z.strictObject({ type: z.literal("microsoft"), ...destinationBase, tagId: z.string().regex(/^\d+$/, "digits only").describe("UET tag id") }),
  z.strictObject({ type: z.literal("pinterest"), ...destinationBase, tagId: z.string().regex(/^\d+$/, "digits only") }),
  z.strictObject({ type: z.literal("pixel"), ...destinationBase, url: z.url().describe("An image URL; {{event}} and {{parameter}} are replaced") }),
  z.strictObject({ type: z.literal("hubspot"), ...destinationBase, secret: secretName, fields: z.record(snakeCase, text).default({}).describe("Our parameter, or lead_id, link_token (of a signed link, for mails), event, event_id, at → their property") }),
  z.strictObject({ type: z.literal("mailerlite"), ...destinationBase, secret: secretName, group: text.describe("Group id or name"), fields: z.record(snakeCase, text).default({}).describe("Our parameter, or link_token (of a signed link, for mails), event, event_id, at → their field") }),
  z.strictObject({
    type: z.literal("pipedrive"),
    ...destinationBase,
    secret: secretName.describe("An API token"),
    fields: z.record(snakeCase, text).default({}).describe("Our parameter, or lead_id, link_token, event, event_id → `name` or the 40-character key of a custom field"),
    dailyTokens: z.number().int().min(1).default(30_000).describe("What the API may cost a day: 30,000 × plan multiplier × seats, or your share of it"),
  }),
  z.strictObject({
    type: z.literal("rest"),
    ...destinationBase,
    url: z.url().describe("Where a record is written; {email}, {lead_id} and {event_id} are replaced"),
    method: z.enum(["POST", "PUT", "PATCH"]).default("POST"),
    secret: secretName.optional(),
    authorization: z.strictObject({ header: z.string().regex(/^[A-Za-z0-9-]+$/, "a header's name").default("Authorization"), prefix: z.string().default("Bearer ") }).prefault({}).describe("How the secret is sent"),
    fields: z.record(snakeCase, text).describe("Our parameter, or lead_id, link_token, event, event_id, at, test_mode → their field; a dot steps into an object: contact.email"),
    constants: z.record(text, z.union([z.string(), z.number(), z.boolean()])).default({}).describe("Their field → a value that is always sent"),
    erase: z.strictObject({ url: z.url(), method: z.enum(["POST", "DELETE"]).default("DELETE") }).optional().describe("How the vendor is told to forget a person (Art. 17 and 19 GDPR)"),
  }),
  z.strictObject({ type: z.literal("webhook"), ...destinationBase, url: z.url(), secret: secretName }),
  z.strictObject({
    type: z.literal("files"),
    ...destinationBase,
    url: z.string().regex(/^(s3:\/\/[a-z0-9][a-z0-9.-]{2,62}(\/\S*)?|file:\/\/\/\S+)$/, "looks like s3://bucket/folder or file:///folder").describe("A bucket of any S3-compatible store, or a folder of this machine"),
    format: z.enum(["ndjson", "parquet"]).default("ndjson"),
    region: text.default("us-east-1"),
    endpoint: z.url().optional().describe("Of a store other than Amazon's, e.g. https://s3.eu-central-003.backblazeb2.com"),
    secret: secretName.optional().describe("ACCESS_KEY_ID:SECRET_ACCESS_KEY, for a bucket"),
    seconds: z.number().int().min(1).max(60).default(10).describe("Rows are collected this long before a file is written"),
  }),
  z.strictObject({
    type: z.literal("bigquery"),
    ...destinationBase,
    project: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "a Google Cloud project id"),
    dataset: z.string().regex(/^\w+$/, "letters, digits and _"),
    table: z.string().regex(/^\w+$/, "letters, digits and _"),
    secret: secretName.describe("A service account's key (JSON) that may edit the table's data"),
  }),
])

export const parameterTypes = ["string", "integer", "number", "boolean", "money", "currency", "items", "url", "email", "phone", "name", "id"] as const
export const privacyClasses = ["none", "pseudonymous", "personal", "sensitive"] as const
const parameter = z.strictObject({
  type: z.enum(parameterTypes),
  describe: text,
  unit: text.optional(),
  oneOf: z.array(z.string()).min(1).optional().describe("The only values allowed"),
  pattern: z.string().optional().describe("A regular expression the whole value must match"),
  maxLength: z.number().int().min(1).max(1000).default(100).describe("GA4 keeps 100 characters of a value"),
  example: z.union([z.string(), z.number(), z.boolean()]).optional(),
  privacy: z.enum(privacyClasses).optional().describe("Default: personal for email, phone and name; else none"),
  only: z.array(key).optional().describe("Destinations that may get it; personal data must name them and never reaches the data layer"),
})

/** How an event is bound to the page. Exactly one key. */
const binding = z.union([
  z.strictObject({ load: z.literal(true), history: z.literal(true).optional() }).describe("Every page view; with `history` also when the address changes without a page load"),
  z.strictObject({ load: z.literal(true), page: key, history: z.literal(true).optional() }).describe("A view of this page"),
  z.strictObject({ click: selector }),
  z.strictObject({ submit: selector }),
  z.strictObject({ focus: selector }).describe("First field of the form is focused"),
  z.strictObject({ invalid: selector }).describe("The form refuses to submit"),
  z.strictObject({ visible: selector, share: z.number().min(0).max(1).default(0.5), ms: z.number().int().min(0).default(1000) }),
  z.strictObject({ scroll: z.array(z.number().int().min(1).max(100)).min(1) }),
  z.strictObject({ outbound: z.literal(true) }).describe("A link to a host that is neither an environment's nor in `identity.domains`"),
  z.strictObject({ download: z.array(z.string().regex(/^[a-z0-9]+$/i, "an ending without the point, e.g. pdf")).min(1) }).describe("A link to a file with one of these endings, or with the attribute `download`"),
  z.strictObject({ media: selector, at: z.array(z.number().int().min(0).max(100)).min(1).default([0, 25, 50, 75, 100]) }).describe("A video or sound reaches these percents; 0 is its start"),
  z.strictObject({ history: z.literal(true) }).describe("The address changes without a page load"),
  z.strictObject({ call: z.literal(true) }).describe("The site calls the typed helper"),
])
export const webhookOccasions = ["paid", "refunded", "failed", "activated"] as const
const webhookBinding = z.strictObject({ webhook: key, when: z.enum(webhookOccasions) })

const event = z.strictObject({
  describe: text,
  owner: text.optional(),
  on: binding.optional().describe("Bound to the page: a browser event"),
  from: webhookBinding.optional().describe("Comes with a webhook: a server event"),
  required: z.array(snakeCase).default([]),
  optional: z.array(snakeCase).default([]),
  attach: z.array(z.enum(["attribution", "identity"])).default([]),
  to: z.array(key).default([]).describe("Destinations"),
  ga4Name: snakeCase.optional().describe("The name GA4 gets, where its recommended name differs"),
  keyEvent: z.boolean().default(false),
  critical: z.boolean().default(false).describe("Counts for K1 and the alerts"),
  since: z.string().regex(/^\d+\.\d+$/, "e.g. 1.0").optional().describe("Frozen since this plan version: it cannot be renamed or lose a parameter"),
})

const page = z.strictObject({ path: z.string().regex(/^\//, "starts with /"), describe: text.optional(), sections: z.array(key).default([]) })

const webhook = z.strictObject({
  type: z.enum(["stripe", "paddle", "shopify", "lemonsqueezy", "woocommerce", "mollie", "paypal", "mailerlite", "hubspot", "pipedrive", "standard"]).describe("Who sends it; `standard`: any sender of Standard Webhooks"),
  secret: secretName,
  /** How the person is found again: the payment carries our lead_id in this field. */
  leadId: z.enum(["client_reference_id", "metadata.lead_id"]).default("client_reference_id"),
})

/** `{event}`, `{key}`, `{vendor}` and `{environment}` are replaced. */
const container = z.strictObject({
  style: z.enum(["per-environment", "lookup"]).default("per-environment").describe("A container per environment, or one that looks its ids up by host name"),
  naming: z
    .strictObject({
      constant: text.default("const.{key}"),
      lookup: text.default("lookup.{key}"),
      dataLayer: text.default("dlv.{key}"),
      trigger: text.default("T — Custom — {event}"),
      tag: text.default("{vendor} — {event}"),
    })
    .prefault({}),
})

const paramValues = z.record(snakeCase, z.union([z.string(), z.number(), z.boolean()]))
const expectedEvent = z.union([snakeCase, z.record(snakeCase, paramValues)])
const expectations = z.array(expectedEvent).default([])
const path = z.string().regex(/^\//, "starts with /")
const step = z.union([
  z.strictObject({ visit: path, expect: expectations }),
  z.strictObject({ consent: key.describe("`scenario`: what the consent scenario of the run says; `all`, `none`, or a category: that one alone"), expect: expectations }),
  z.strictObject({ withdraw: z.literal(true), expect: expectations }),
  z.strictObject({ click: selector, expect: expectations }),
  z.strictObject({ focus: selector, expect: expectations }),
  z.strictObject({ scrollTo: selector, expect: expectations }),
  z.strictObject({ fill: selector, with: z.union([z.literal("persona"), z.record(z.string(), z.string())]), submit: z.boolean().default(false), expect: expectations }),
  z.strictObject({ pay: z.enum(["card", "voucher"]), expect: expectations }),
  z.strictObject({ settle: z.enum(["voucher"]).describe("The delayed payment's money arrives"), expect: expectations }),
  z.strictObject({ refund: z.enum(["full", "partial"]), expect: expectations }),
  z.strictObject({ back: z.literal(true), expect: expectations }),
  z.strictObject({ forward: z.literal(true), expect: expectations }),
  z.strictObject({ reload: z.literal(true), expect: expectations }),
  z.strictObject({ newTab: path, expect: expectations }).describe("Opens the page in a second tab and goes on there"),
  z
    .strictObject({ comeBack: path, forgetful: z.boolean().default(false).describe("As Safari is after seven days: what scripts wrote is gone. Simulated, in every engine"), expect: expectations })
    .describe("Closes every tab and comes back"),
  z
    .strictObject({ otherDevice: path, mail: key.optional().describe("The destination whose mail the link stands in: it carries the token that this tool got for the visitor, as `tw_link`"), expect: expectations })
    .describe("Goes on in a browser that knows nothing of the first"),
  z
    .strictObject({ later: z.string().regex(/^[1-9]\d* (minute|hour|day)s?$/, "a number and minutes, hours or days: 31 minutes"), expect: expectations })
    .describe("Time passes while the machine sleeps: the page's clock is ahead by so much and cookies have run out; no timer runs meanwhile, and the server's clock stays"),
])
const journey = z.strictObject({ describe: text.optional(), steps: z.array(step).min(1) })

const alertChannelBase = { severities: z.array(z.enum(severities)).default(["page", "ticket"]).describe("Which alerts go here") }
const alertChannel = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("email"), ...alertChannelBase, to: z.array(z.email()).min(1), from: z.email(), secret: secretName.describe("Variable with the mail server: smtps://user:password@host:465") }),
  z.strictObject({ type: z.enum(["slack", "teams", "webhook"]), ...alertChannelBase, secret: secretName.describe("Variable with the address to post to; it is a secret") }),
  z.strictObject({ type: z.literal("pagerduty"), ...alertChannelBase, secret: secretName.describe("Variable with the integration's routing key") }),
  z.strictObject({ type: z.literal("opsgenie"), ...alertChannelBase, secret: secretName.describe("Variable with the API key"), region: z.enum(["us", "eu", "atlassian"]).default("us").describe("Where the account is; atlassian: it was moved to Jira Service Management") }),
])
const operations = z.strictObject({
  owners: z
    .record(key, z.strictObject({ first: key, second: key.optional() }))
    .default({})
    .describe("System → who is called first, and who when they do not answer, from `people`. Systems: site, server, containers, privacy, and every destination and webhook by its name"),
  onCall: z.array(key).default([]).describe("Who takes turns, week by week"),
  channels: z.record(key, alertChannel).default({}).describe("Where alerts are sent"),
})

export const planSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).default(1),
  site: z.strictObject({
    name: text,
    environments: z.record(key, environment),
    folder: text.default("_site").describe("The built site, relative to the plan"),
    build: text.optional().describe("The command that builds it, run in the plan's folder"),
  }),
  consent,
  parameters: z.record(snakeCase, parameter),
  destinations: z.record(key, destination),
  events: z.record(snakeCase, event),
  pages: z.record(key, page).default({}),
  container: container.prefault({}).describe("How the Tag Manager containers are laid out"),
  webhooks: z.record(key, webhook).default({}),
  identity: z
    .strictObject({
      cookie: key.default("tw_lead"),
      days: z.number().int().min(1).max(400).default(365),
      domains: z.array(text).default([]).describe("Other hosts of the same site, e.g. a shop: links there carry the lead_id, if consented to"),
      links: secretName.optional().describe("Key of signed links in mails: who follows one is known to be the person it was sent to"),
    })
    .prefault({}),
  attribution: z
    .strictObject({
      campaign: z.array(snakeCase).default(["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"]),
      clickIds: z.array(snakeCase).default(["gclid", "gbraid", "wbraid", "fbclid", "msclkid", "ttclid", "li_fat_id"]),
      sessionMinutes: z.number().int().min(5).max(475).default(30),
    })
    .prefault({}),
  waivers: z
    .array(z.strictObject({ selector, page: key.optional(), reason: text, owner: text, expires: z.iso.date() }))
    .default([])
    .describe("Elements that need no event, and why"),
  journeys: z.record(z.string(), journey).default({}),
  funnel: z
    .array(z.strictObject({ step: text, events: z.array(snakeCase).min(1).describe("Any of these is the step") }))
    .default([])
    .describe("The way from awareness to activation, in order; default: made from the events' bindings"),
  operations: operations.prefault({}).describe("Who keeps it healthy"),
  policy: z
    .strictObject({
      gates: z.array(z.enum(gateIds)).min(1),
      signatures: z.array(text).default([]).describe("Roles that must sign a decision before it is released"),
      signatureDays: z.number().int().min(1).max(365).default(90).describe("How long a signature counts"),
      exceptions: z
        .array(z.strictObject({ gate: z.enum(gateIds), code: text, reason: text, owner: text, expires: z.iso.date() }))
        .default([])
        .describe("Findings that a release may have for a while: signed with the decision, listed in it, void after their day"),
      separate: z.array(z.tuple([text, text])).default([]).describe("Pairs of roles that one person may not sign both of"),
    })
    .default({ signatures: [], signatureDays: 90, exceptions: [], separate: [], gates: ["P1", "P2", "P3", "P4", "P5", "T1", "T2", "T3", "T4", "T5", "T6"] }),
  thresholds: z
    .strictObject({
      coverage: z.number().min(0).max(1).default(1),
      deliverySeconds: z.number().int().min(1).default(30),
      performance: z
        .strictObject({
          blocking: z.number().min(0).default(150).describe("Milliseconds by which tasks longer than 50 ms overrun, on a processor slowed down four times"),
          script: z.number().min(0).default(400).describe("Milliseconds of scripts, slowed down likewise"),
          longTasks: z.number().min(0).default(3),
          bytes: z.number().int().min(0).default(200_000).describe("Of answers, before compression"),
          requests: z.number().int().min(0).default(25),
          layoutShift: z.number().min(0).default(0.02).describe("Cumulative layout shift"),
        })
        .prefault({})
        .describe("What tracking may cost a page (gate O5): the difference to the same page without it"),
    })
    .prefault({}),
  people: z
    .record(
      key,
      z.strictObject({
        name: text,
        roles: z.array(text).min(1),
        reach: text.optional().describe("How this person is reached; printed in the contact directory"),
        key: z.string().regex(/^ssh-ed25519 [A-Za-z0-9+/]+=*( .*)?$/, "looks like the line of an id_ed25519.pub").optional().describe("Public key this person signs releases with"),
      }),
    )
    .default({}),
  retention: z
    .strictObject({
      eventsDays: days.default(425).describe("Events, people and the visits that brought them"),
      personalDays: days.default(425).describe("Personal values (addresses, names): sealed, and gone earlier than their events if you say so"),
      webhooksDays: days.default(90).describe("Raw messages of payment providers and others"),
      quarantineDays: days.default(90).describe("Events that did not fit the plan"),
      consentLogDays: days.default(1095).describe("Proof of consent"),
    })
    .prefault({}),
})

/** A plan as people write it. */
export type PlanInput = z.input<typeof planSchema>
/** A plan with every default filled in. */
export type Plan = z.output<typeof planSchema>
export type PlanEvent = Plan["events"][string]
export type PlanParameter = Plan["parameters"][string]
export type PlanDestination = Plan["destinations"][string]
export type DestinationType = PlanDestination["type"]
export type PlanEnvironment = Plan["site"]["environments"][string]
export type PlanBinding = NonNullable<PlanEvent["on"]>
export type PlanStep = Plan["journeys"][string]["steps"][number]
export type ParameterType = (typeof parameterTypes)[number]
export type PrivacyClass = (typeof privacyClasses)[number]
export type AlertChannel = Plan["operations"]["channels"][string]
export type WebhookOccasion = (typeof webhookOccasions)[number]

/** JSON Schema of a plan, for editors (`$schema` in JSON, the YAML language server's modeline). */
export const planJsonSchema = (): unknown => z.toJSONSchema(planSchema, { io: "input", target: "draft-2020-12" })

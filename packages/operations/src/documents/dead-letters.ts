import type { Runbook } from "../alerts/rule.ts"
import { look } from "../alerts/commands.ts"

const replay = look.replayOf
const discard = { say: "Give up on it: the event stays recorded here.", command: "tagwright deliveries discard $DELIVERY" }
const probe = { say: "Probe the destination.", command: "tagwright canary $DESTINATION" }
/** Known for as long as somebody has to be told; needs the right to export and erase people. */
const whom = { say: "See whom it is about: addresses, lead_ids, client ids.", command: "tagwright lead errand $DELIVERY" }
const show = [look.deadLettersOf, look.oneDelivery] as const

const ours = (symptom: string, mend: string): Runbook => ({
  symptom,
  impact: "Everything to this destination ends like this until it is mended. Nothing is lost.",
  diagnose: show,
  fix: [{ say: mend }, replay],
  verify: [probe, look.deadLettersOf],
  escalate: "server",
})
const data = (symptom: string, mend: string): Runbook => ({
  symptom,
  impact: "This event cannot be delivered there, ever. Others are not concerned.",
  diagnose: show,
  fix: [{ say: mend }, discard],
  verify: [look.deadLettersOf],
  escalate: "site",
})
const theirs = (symptom: string, mend: string): Runbook => ({
  symptom,
  impact: "The destination lags behind. The server tries again for days by itself.",
  diagnose: [look.waitingOf, look.oneDelivery],
  fix: [{ say: mend }, replay],
  verify: [look.waitingOf],
  escalate: "server",
})
const policy = (symptom: string, mend: string): Runbook => ({
  symptom,
  impact: "Nothing is wrong: the event was kept back on purpose, and the reason is the proof.",
  diagnose: [{ say: "See what was kept back.", command: "tagwright deliveries list --state withheld --destination $DESTINATION" }, look.oneDelivery],
  fix: [{ say: mend }],
  verify: [look.kpis],
  escalate: "privacy",
})

/** Why a delivery is dead or kept back → what to do. Codes with a number or a name behind a colon share the page of their first part. */
export const deadLetterRunbooks: Readonly<Record<string, Runbook>> = {
  secret_missing: ours("The variable that the plan names for this destination is not set.", "Set it, restart the server."),
  secret_not_base64: ours("The signing secret is no base64.", "Take the secret as the receiver shows it (whsec_…), restart the server."),
  secret_unreadable: ours(
    "The secret is set, and is not of the kind that this destination takes.",
    "Google's take the whole JSON key file of a service account, private key included; a bucket takes ACCESS_KEY_ID:SECRET_ACCESS_KEY. Put that into the variable.",
  ),
  google_token: ours("Google gives our service account no access token.", "The key was revoked, belongs to another project, or this machine's clock is wrong. Make a new key for the account; compare the clock."),
  account_incomplete: ours("The plan does not say where at the vendor this event counts.", "Add what the reason names to the destination in the plan (customerId, or the event in conversions), and release it."),
  http_401: ours("The destination does not accept our secret.", "Make a new secret at the vendor, put it into the variable, restart the server."),
  http_402: ours("The vendor has closed our account: a trial is over, or a bill is open.", "Pay it, or choose another plan at the vendor."),
  http_403: ours("The secret is known, and may not do this.", "Give it the rights that the integration guide of this destination lists."),
  http_404: ours("The destination does not know the address, pixel or account.", "Compare the ids in the plan with those at the vendor; release the mended plan."),
  http_400: data("The destination refuses the event as it is.", "Its answer names the field. Mend the mapping in the plan for the next ones."),
  http_422: data("The destination refuses a value.", "Its answer names the field. Mend the page or the plan for the next ones."),
  http_429: theirs("The destination asks us to come later.", "Wait: the server keeps to what it asks. If it goes on for hours, ask the vendor for more."),
  http_5xx: theirs("The destination has a fault.", "Look at the vendor's status page and wait."),
  redirect: ours("The destination points elsewhere; data goes where the plan says and nowhere else.", "If the vendor moved, put the new address into the plan."),
  timeout: theirs("The destination did not answer in time.", "Look at the vendor's status page and wait."),
  connection: theirs("No connection to the destination.", "Can this machine reach it at all? Look at the firewall and at the vendor's status page."),
  forbidden_address: ours("The address in the plan leads into our own network.", "Name the receiver's public address in the plan."),
  certificate: ours("The destination's certificate is not valid for its address.", "Compare the address in the plan. If it is right, the receiver has to renew its certificate."),
  answer_unreadable: theirs("The destination answered something that is no answer of its API.", "Look at the vendor's status page: something stands in front of it. Then wait."),
  daily_budget_spent: theirs("What this destination may cost a day (Pipedrive's tokens) is spent.", "It goes on after midnight UTC. If it happens daily, raise dailyTokens in the plan to what the account really has."),
  rows_in_streaming_buffer: theirs("BigQuery cannot delete rows that were written in the last 90 minutes.", "Wait: the server asks again."),
  gone: ours("The destination said that it is gone for good (410).", "Put the new address or account into the plan; then: tagwright destinations enable $DESTINATION"),
  too_old: data("The event is older than the vendor takes (GA4 72 hours, Meta 7 days).", "Nothing can be done for this one. See why it had to wait so long."),
  no_client_id: data("GA4 needs a browser's client id, and this event has none.", "The person allowed no analytics, or the payment carries no lead_id: see lead show."),
  no_email: data("The destination knows people by their address, and we have none.", "The form did not ask for it, or the person was erased."),
  nobody_to_match: data("The destination needs something to know the person by: an address, a click or browser id.", "The person left nothing that may be sent."),
  value_for_address_missing: data("The address of the CRM holds a value that this event does not have.", "Use {event_id} in the address, or make the value required in the plan."),
  param_missing: data("A field that the destination's reports need is missing.", "Make the parameter required in the plan, so that a page that forgets it is found in QA."),
  ga4_would_drop: data("GA4 would answer 2xx and drop this event: a name, a number of parameters or a size is against its rules.", "The reason names the rule. Mend the event in the plan for the next ones."),
  refused_by_rule: data("The destination refuses this event by a rule of its own; the reason carries its code.", "Its answer says more. Mend the mapping in the plan for the next ones."),
  tiktok: {
    symptom: "TikTok answers 200 and says in `code` why it did not take the event.",
    impact: "40002 and its like concern this event alone. 40001, 40007 and 401xx concern the token or the pixel: everything ends like this until it is mended.",
    diagnose: show,
    fix: [{ say: "401xx, 40001: make a new access token that may use the pixel and put it into the variable. 40007: compare the pixel in the plan. Other 400xx: mend the event in the plan. 40100, 50xxx: wait." }, replay],
    verify: [look.deadLettersOf],
    escalate: "server",
  },
  erase_by_hand: {
    symptom: "Somebody asked to be forgotten, and this destination offers no way to tell it so.",
    impact: "Art. 19 GDPR: it has to be told within a month. This letter is the reminder.",
    diagnose: show,
    fix: [whom, { say: "Write to the vendor, or delete the person in its own screens. Then close the letter." }, discard],
    verify: [look.deadLettersOf],
    escalate: "privacy",
  },
  erase_by_hand_in_ga4: {
    symptom: "Somebody asked to be forgotten, and the server may not tell GA4: the destination has no `erase`, or the environment no `ga4Property`.",
    impact: "Art. 19 GDPR: Google has to be told within a month. This letter is the reminder.",
    diagnose: show,
    fix: [
      { say: "For good: make a service account that is an editor of the GA4 property, switch the Google Analytics Admin API on in its project, name the variable with its key in the destination's `erase.secret` and the property's number in `environments.*.ga4Property`, release the plan. Then send it." },
      replay,
      whom,
      { say: "Once: in Google Analytics, Explore, User explorer, open each of the client ids and delete the user. Then close the letter." },
      discard,
    ],
    verify: [look.deadLettersOf],
    escalate: "privacy",
  },
  consent_denied: policy("The person refused the category this destination needs.", "Nothing. Figures at the destination are smaller by as much."),
  consent_unknown: policy("Nobody knows what the person chose: the payment carries no lead_id, or they never saw the banner.", "If it happens often, see that the checkout passes the lead_id on."),
  consent_withdrawn: policy("The person took their consent back before it was sent.", "Nothing."),
  erased: policy("The person asked to be forgotten before it was sent.", "Nothing."),
  suppressed_after_erasure: policy(
    "Somebody with this address, telephone number or lead_id was erased, and has not agreed to anything since: destinations that do marketing get nothing of them. What they asked for themselves goes on.",
    "Nothing. A new choice on the site lifts it: on another browser the first we hear of, on the erased one a choice that changes.",
  ),
  canary: policy("A canary, our own probe of the whole way, was refused by the vendor, or found no answer there.", "The rest of the reason says why. If it goes on, the alerts CanaryFails and CanaryLate have fired: their pages say what to do."),
  reversed: policy("The payment or refund did not happen after all.", "Nothing."),
  not_in_plan: policy("The plan does not send this event there any more.", "Nothing. If it should, put the destination back into the event's `to`, and release it."),
  subscriber_unsubscribed: policy("The person left the newsletter at MailerLite. No form brings them back.", "Nothing. They can subscribe again at MailerLite's own page."),
  no_test_mode: policy("The vendor cannot mark an event as a test, or the plan has no testEventCode: from a test environment nothing is sent.", "For Meta and TikTok add testEventCode to the destination; for the others nothing."),
  discarded: policy("An operator gave up on it.", "Nothing."),
  other: {
    symptom: "A reason that has no page of its own.",
    impact: "The class says who has to act: ours, theirs, data or policy.",
    diagnose: show,
    fix: [{ say: "Class `ours`: mend the set-up. `theirs`: wait. `data`: mend the plan." }, replay, discard],
    verify: [look.deadLettersOf],
    escalate: "server",
  },
}

/** Reasons that share a page, by its name. */
const shared: Readonly<Record<string, RegExp>> = {
  http_5xx: /^http_5\d\d$/,
  // Any other refusal of the data
  http_400: /^http_4\d\d$/,
  redirect: /^redirect_/,
  google_token: /^google_token_/,
  secret_unreadable: /^(secret_not_id_and_key|secret_not_a_service_account_key|private_key_unreadable)$/,
  account_incomplete: /^(customer_id_missing|no_conversion_action|no_conversion_rule)$/,
  ga4_would_drop: /^(event_name|param_name)_(invalid|reserved)$|^too_many_(params|items)$|^client_id_invalid$|^body_too_large$/,
  refused_by_rule: /^(hubspot|bigquery|google_ads)_/,
  canary: /^canary_/,
  tiktok: /^tiktok_\d+$/,
  subscriber_unsubscribed: /^subscriber_/,
  no_test_mode: /^(vendor_has_no_test_mode|test_event_code_missing)$/,
  erase_by_hand: /^erase_by_hand_no_address$/,
  not_in_plan: /^not_in_plan_any_more$/,
  discarded: /^discarded_by_operator$/,
  // OpenSSL's and Node's codes, in small letters
  certificate: /cert|^err_tls|self_signed|unable_to_verify/,
  // The system's codes: econnrefused, enotfound, eai_again …
  connection: /^(no_connection|e[a-z]+|eai_again|und_err_[a-z_]+)$/,
}

/** The page of a reason as the server writes it: `http_503`, `param_missing:currency`, `redirect_301`. */
export const deadLetterPage = (reason: string): string => {
  const [first = ""] = reason.split(":")
  const known = Object.hasOwn(deadLetterRunbooks, first) ? first : (Object.entries(shared).find(([, pattern]) => pattern.test(first))?.[0] ?? "other")
  return `runbooks/dead-letters/${known}.md`
}

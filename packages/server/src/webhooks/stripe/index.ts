import type { WebhookProvider } from "../occasion.ts"
import { readStripe, type LeadField } from "./read.ts"
import { verifyStripe } from "./verify.ts"

/** Stripe: payments, refunds, subscriptions' invoices and entitlements. */
export const stripe = (lead: LeadField): WebhookProvider => ({ verify: verifyStripe, read: (body) => readStripe(body, lead) })

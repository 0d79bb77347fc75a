import type { ServerPlan } from "@tagwright/formats"
import { hubspot } from "./hubspot/index.ts"
import { lemonsqueezy } from "./lemonsqueezy/index.ts"
import { mailerlite } from "./mailerlite/index.ts"
import { mollie } from "./mollie/index.ts"
import type { WebhookProvider } from "./occasion.ts"
import { paddle } from "./paddle/index.ts"
import { paypal } from "./paypal/index.ts"
import { pipedrive } from "./pipedrive/index.ts"
import { shopify } from "./shopify/index.ts"
import { standard } from "./standard/index.ts"
import { stripe } from "./stripe/index.ts"
import { woocommerce } from "./woocommerce/index.ts"

export type PlanWebhook = ServerPlan["webhooks"][string]
export type ProviderType = PlanWebhook["type"]

/** One provider per type the plan can name. */
const providers: Record<ProviderType, (webhook: PlanWebhook, mollieUrl: string | undefined) => WebhookProvider> = {
  stripe: (webhook) => stripe(webhook.leadId),
  paddle: () => paddle,
  shopify: () => shopify,
  lemonsqueezy: () => lemonsqueezy,
  woocommerce: () => woocommerce,
  mollie: (_webhook, url) => mollie(url),
  paypal: () => paypal(),
  mailerlite: () => mailerlite,
  hubspot: () => hubspot,
  pipedrive: () => pipedrive,
  standard: () => standard,
}

/** The plan's webhooks by name, each made once: PayPal's remembers certificates. */
export const connectWebhooks = (plan: ServerPlan, mollieUrl?: string): ReadonlyMap<string, { webhook: PlanWebhook; provider: WebhookProvider }> =>
  new Map(Object.entries(plan.webhooks).map(([name, webhook]) => [name, { webhook, provider: providers[webhook.type](webhook, mollieUrl) }]))

/** Several secrets may be active while one is exchanged: separated by spaces or commas. */
export const splitSecrets = (value: string | undefined): string[] => (value ?? "").split(/[\s,]+/).filter((one) => one !== "")

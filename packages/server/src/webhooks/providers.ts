import type { ServerPlan } from "@tagwright/formats"
import type { WebhookProvider } from "./occasion.ts"
import { readStripe } from "./stripe/read.ts"
import { verifyStripe } from "./stripe/verify.ts"

export type PlanWebhook = ServerPlan["webhooks"][string]
type ProviderType = PlanWebhook["type"]

/** One provider per type the plan can name. */
const providers: Record<ProviderType, (webhook: PlanWebhook) => WebhookProvider> = {
  stripe: (webhook) => ({ verify: verifyStripe, read: (body) => readStripe(body, webhook.leadId) }),
}

export const providerOf = (webhook: PlanWebhook): WebhookProvider => providers[webhook.type](webhook)

/** Several secrets may be active while one is exchanged: separated by spaces or commas. */
export const splitSecrets = (value: string | undefined): string[] => (value ?? "").split(/[\s,]+/).filter((one) => one !== "")

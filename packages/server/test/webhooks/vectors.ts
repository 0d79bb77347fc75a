import type { Message, WebhookProvider } from "../../src/webhooks/occasion.ts"
import { hubspot } from "../../src/webhooks/hubspot/index.ts"
import { lemonsqueezy } from "../../src/webhooks/lemonsqueezy/index.ts"
import { mailerlite } from "../../src/webhooks/mailerlite/index.ts"
import { paddle } from "../../src/webhooks/paddle/index.ts"
import { shopify } from "../../src/webhooks/shopify/index.ts"
import { standard } from "../../src/webhooks/standard/index.ts"
import { stripe } from "../../src/webhooks/stripe/index.ts"
import { woocommerce } from "../../src/webhooks/woocommerce/index.ts"

export interface Vector {
  title: string
  provider: WebhookProvider
  secret: string
  message: Message
  /** When it is verified, ms since 1970 */
  now: number
}

const NOON = 1_731_705_121_000
const at = (headers: Record<string, string>, body: string, url = "https://example.com/wh", method = "POST"): Message => ({ headers, body: Buffer.from(body), url, method })
const HEX = "cf53d34ae9c52a1195d01da20d5dde80613c4d386540c46bbcb9253014ddc505"
const BASE64 = "z1PTSunFKhGV0B2iDV3egGE8TThlQMRrvLklMBTdxQU="

/** Known answers: reference libraries' constants and vendors' documentation, and the shared key `s3cr3t` for the plain HMAC families. */
export const vectors: Vector[] = [
  {
    title: "Standard Webhooks, the reference library's constants",
    provider: standard,
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    message: at({ "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330", "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" }, '{"test": 2432232314}'),
    now: 1_614_265_330_000,
  },
  {
    title: "Svix' documentation, under its own header names",
    provider: standard,
    secret: "whsec_plJ3nmyCDGBKInavdOK15jsl",
    message: at({ "svix-id": "msg_loFOjxBNrRLzqYUf", "svix-timestamp": "1731705121", "svix-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=" }, '{"event_type":"ping","data":{"success":true}}'),
    now: NOON,
  },
  {
    title: "Stripe",
    provider: stripe("client_reference_id"),
    secret: "whsec_test_secret",
    message: at({ "stripe-signature": "t=1731705121,v1=0bd85dc66be2c67c3ea2bb8f69238e1acc70bb88f61cf826289337c1a3483364" }, '{"id":"evt_test_webhook","object":"event"}'),
    now: NOON,
  },
  {
    title: "Paddle",
    provider: paddle,
    secret: "pdl_secret",
    message: at({ "paddle-signature": "ts=1731705121;h1=f1a2288222f82bcb8256be2bad4e777c94b053803337d45e4e8cc1cbddcebf53" }, '{"event_id":"evt_1","event_type":"transaction.completed"}'),
    now: NOON,
  },
  {
    title: "HubSpot v3",
    provider: hubspot,
    secret: "cs",
    message: at({ "x-hubspot-signature-v3": "ey65zaIUT3hjTegQrU3YPk4xKWucjkDK379bK8imdeA=", "x-hubspot-request-timestamp": "1731705121000" }, '[{"eventId":1}]', "https://example.com/wh?a=b%20c"),
    now: NOON,
  },
  { title: "Lemon Squeezy", provider: lemonsqueezy, secret: "s3cr3t", message: at({ "x-signature": HEX }, '{"id":1}'), now: NOON },
  { title: "MailerLite", provider: mailerlite, secret: "s3cr3t", message: at({ signature: HEX }, '{"id":1}'), now: NOON },
  { title: "Shopify", provider: shopify, secret: "s3cr3t", message: at({ "x-shopify-hmac-sha256": BASE64, "x-shopify-event-id": "e1" }, '{"id":1}'), now: NOON },
  { title: "WooCommerce", provider: woocommerce, secret: "s3cr3t", message: at({ "x-wc-webhook-signature": BASE64, "x-wc-webhook-delivery-id": "d1" }, '{"id":1}'), now: NOON },
]

import { purchase, type Example } from "../example.ts"

export const examples: readonly Example<"webhook">[] = [
  { title: "A purchase, in Standard Webhooks' envelope", in: { destination: { type: "webhook", consent: "necessary", url: "https://erp.example/hook", secret: "HOOK_SECRET" }, event: purchase, campaign: { utm_source: "podcast" } }, out: {
    type: "purchase",
    timestamp: "2026-11-24T12:00:00.000Z",
    data: {
      id: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
      lead_id: "lead-1",
      client_id: "1029384756.1764000000",
      session_id: "1764000000",
      test_mode: false,
      params: {
        transaction_id: "pi_1",
        value: 240,
        currency: "EUR",
        items: [{ item_id: "intensive", item_name: "The Intensive", price: 240, quantity: 1 }],
      },
      personal: {},
      first_touch: { at: 1795521540000, landing: "https://shop.example/checkout/", params: { utm_source: "podcast" } },
      last_touch: { at: 1795521540000, landing: "https://shop.example/checkout/", params: { utm_source: "podcast" } },
    },
  } },
]

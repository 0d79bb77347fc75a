import { purchase, type Example } from "../example.ts"

export const examples: readonly Example<"ga4">[] = [
  {
    title: "A purchase, in the session that it came from",
    in: { destination: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" }, event: purchase },
    out: {
      client_id: "1029384756.1764000000",
      timestamp_micros: 1795521600000000,
      consent: { ad_user_data: "GRANTED", ad_personalization: "GRANTED" },
      events: [
        {
          name: "purchase",
          params: {
            page_location: "https://shop.example/checkout/",
            transaction_id: "pi_1",
            value: 240,
            currency: "EUR",
            items: [{ item_id: "intensive", item_name: "The Intensive", price: 240, quantity: 1 }],
            session_id: "1764000000",
            engagement_time_msec: 1,
            event_id: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
            lead_id: "lead-1",
          },
        },
      ],
    },
  },
]

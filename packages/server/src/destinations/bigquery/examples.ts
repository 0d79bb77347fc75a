import { purchase, type Example } from "../example.ts"

export const examples: readonly Example<"bigquery">[] = [
  { title: "A row of a table", in: { destination: { type: "bigquery", consent: "analytics", project: "shop-data", dataset: "tracking", table: "events", secret: "GOOGLE_KEY" }, event: purchase }, out: {
    kind: "bigquery#tableDataInsertAllRequest",
    rows: [
      {
        insertId: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
        json: {
          event_id: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
          event: "purchase",
          at: "2026-11-24T12:00:00.000Z",
          received_at: "2026-11-24T12:00:00.000Z",
          source: "stripe",
          lead_id: "lead-1",
          client_id: "1029384756.1764000000",
          session_id: "1764000000",
          page_url: "https://shop.example/checkout/",
          amount_minor: 24000,
          amount_exponent: 2,
          currency: "EUR",
          params: '{"transaction_id":"pi_1","value":240,"currency":"EUR","items":[{"item_id":"intensive","item_name":"The Intensive","price":240,"quantity":1}]}',
          personal: null,
          test_mode: false,
        },
      },
    ],
  } },
]

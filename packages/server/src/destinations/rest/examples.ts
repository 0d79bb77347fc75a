import { ada, purchase, type Example } from "../example.ts"

export const examples: readonly Example<"rest">[] = [
  {
    title: "A contact in a CRM of one's own",
    in: {
      destination: {
        type: "rest",
        consent: "necessary",
        url: "https://crm.example/contacts/{lead_id}",
        method: "PUT",
        secret: "CRM_TOKEN",
        fields: { email: "contact.email", name: "contact.full_name", value: "order.total", event: "source.event", at: "source.at", test_mode: "source.test" },
        constants: { "source.system": "tagwright" },
        erase: { url: "https://crm.example/contacts/{lead_id}" },
      },
      event: purchase,
      personal: ada,
    },
    out: {
      source: { system: "tagwright", event: "purchase", at: "2026-11-24T12:00:00.000Z", test: false },
      contact: { email: "Ada.Lovelace@Gmail.com", full_name: "Ada Lovelace" },
      order: { total: 240 },
    },
  },
]

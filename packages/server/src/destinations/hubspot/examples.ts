import { ada, purchase, type Example } from "../example.ts"

export const examples: readonly Example<"hubspot">[] = [
  { title: "The buyer's contact, found by the address", in: { destination: { type: "hubspot", consent: "necessary", secret: "HUBSPOT_TOKEN", fields: { name: "firstname", value: "last_order_value" } }, event: purchase, personal: ada }, out: {
      inputs: [
        {
          idProperty: "email",
          objectWriteTraceId: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
          id: "Ada.Lovelace@Gmail.com",
          properties: {
            firstname: "Ada Lovelace",
            last_order_value: "240",
            email: "Ada.Lovelace@Gmail.com",
            tagwright_event: "purchase",
            tagwright_event_id: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
            lead_id: "lead-1",
          },
        },
      ],
    } },
]

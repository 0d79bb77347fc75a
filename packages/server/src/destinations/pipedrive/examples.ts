import { ada, purchase, type Example } from "../example.ts"

export const examples: readonly Example<"pipedrive">[] = [
  {
    title: "The buyer as a person, with a field of one's own",
    in: { destination: { type: "pipedrive", consent: "necessary", secret: "PIPEDRIVE_TOKEN", fields: { name: "name", lead_id: "dcf558aac1ae4e8c4f849ba5e668430d8df9be12" } }, event: purchase, personal: ada },
    out: {
      name: "Ada Lovelace",
      emails: [{ value: "Ada.Lovelace@Gmail.com", primary: true }],
      custom_fields: { dcf558aac1ae4e8c4f849ba5e668430d8df9be12: "lead-1" },
    },
  },
]

import { ada, type Example } from "../example.ts"

export const examples: readonly Example<"mailerlite">[] = [
  {
    title: "Somebody subscribes to the newsletter",
    in: { destination: { type: "mailerlite", consent: "marketing", secret: "MAILERLITE_TOKEN", group: "Friday letter", fields: { name: "name" } }, event: { name: "lead_submit", params: { form_id: "letter" } }, personal: ada },
    out: {
      email: "Ada.Lovelace@Gmail.com",
      fields: { name: "Ada Lovelace", lead_id: "lead-1" },
      groups: ["100001"],
      opted_in_at: "2026-11-24 12:00:00",
    },
  },
]

import type { DestinationType, ParamValue, PlanInput } from "@tagwright/formats"
import type { Amount } from "../store/model.ts"

/** Types that our server delivers to; the others are carried by the container in the page alone. */
export type ServedType = Exclude<DestinationType, "floodlight" | "microsoft" | "pinterest" | "pixel">

/** A worked example: tests deliver it to the stand-in, the documentation prints it. */
export interface Example<T extends ServedType> {
  title: string
  in: {
    /** As it stands in a plan */
    destination: Extract<PlanInput["destinations"][string], { type: T }>
    event: { name: string; params: Record<string, ParamValue>; amount?: Amount }
    personal?: Record<string, string>
    /** Campaign parameters and click ids of the visit */
    campaign?: Record<string, string>
    testMode?: boolean
  }
  /** The body that the vendor gets: JSON parsed, a form or lines as objects */
  out: unknown
}

export type AnyExample = { [T in ServedType]: Example<T> }[ServedType]

/** One moment and one person in all examples. */
export const EXAMPLE = {
  now: Date.UTC(2026, 10, 24, 12, 0, 1),
  at: Date.UTC(2026, 10, 24, 12, 0, 0),
  id: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
  leadId: "lead-1",
  clientId: "1029384756.1764000000",
  sessionId: "1764000000",
  page: { url: "https://shop.example/checkout/" },
} as const

export const purchase = {
  name: "purchase",
  params: { transaction_id: "pi_1", value: 240, currency: "EUR", items: [{ item_id: "intensive", item_name: "The Intensive", price: 240, quantity: 1 }] },
  amount: { minor: 24_000, currency: "EUR", exponent: 2 },
} satisfies AnyExample["in"]["event"]
export const ada = { email: " Ada.Lovelace@Gmail.com", phone: "+44 20 7946 0018", name: "Ada Lovelace" }

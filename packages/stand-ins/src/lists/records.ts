import type { Json } from "../json.ts"

/** What the payment providers' own lists hold: objects in each provider's shape. */
export interface ProviderRecords {
  paddle?: { transactions?: readonly Json[]; adjustments?: readonly Json[] }
  /** Newest first, as Mollie lists them */
  mollie?: { payments?: readonly Json[] }
  /** `transaction_info` objects */
  paypal?: { transactions?: readonly Json[] }
  /** Orders as JSON text: their ids exceed 2^53 */
  shopify?: { orders?: readonly string[] }
}
/** Pages are kept short, so that every test turns one. */
export const PAGE = 2

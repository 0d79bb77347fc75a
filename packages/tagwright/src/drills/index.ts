import type { DrillName } from "@tagwright/formats"
import type { Drill } from "./drill.ts"
import { consentBypass } from "./scripts/consent-bypass.ts"
import { containerCorrupted } from "./scripts/container-corrupted.ts"
import { dbRestore } from "./scripts/db-restore.ts"
import { destinationDown } from "./scripts/destination-down.ts"
import { keyLeak } from "./scripts/key-leak.ts"
import { piiLeak } from "./scripts/pii-leak.ts"
import { rollback } from "./scripts/rollback.ts"
import { webhookOutage } from "./scripts/webhook-outage.ts"

/** Every drill of the requirements; a drill without a script does not compile. */
export const drillTable: Record<DrillName, Drill> = {
  "webhook-outage": webhookOutage,
  "destination-down": destinationDown,
  "container-corrupted": containerCorrupted,
  "consent-bypass": consentBypass,
  "pii-leak": piiLeak,
  "db-restore": dbRestore,
  rollback,
  "key-leak": keyLeak,
}

import type { AlertRule } from "./rule.ts"
import { BackupOld } from "./rules/BackupOld.ts"
import { BrowserWebhookRatioDrift } from "./rules/BrowserWebhookRatioDrift.ts"
import { CanaryFails } from "./rules/CanaryFails.ts"
import { CanaryLate } from "./rules/CanaryLate.ts"
import { ClockWrong } from "./rules/ClockWrong.ts"
import { ConsentRateDrift } from "./rules/ConsentRateDrift.ts"
import { DeadLetters } from "./rules/DeadLetters.ts"
import { DeliveriesWait } from "./rules/DeliveriesWait.ts"
import { DeliveryBudgetBurns } from "./rules/DeliveryBudgetBurns.ts"
import { DestinationGone } from "./rules/DestinationGone.ts"
import { DestinationPaused } from "./rules/DestinationPaused.ts"
import { ErasureStuck } from "./rules/ErasureStuck.ts"
import { EventVolumeDrops } from "./rules/EventVolumeDrops.ts"
import { ExpectedEventAbsent } from "./rules/ExpectedEventAbsent.ts"
import { IngestBudgetBurns } from "./rules/IngestBudgetBurns.ts"
import { PersonalDataArrived } from "./rules/PersonalDataArrived.ts"
import { RetentionStands } from "./rules/RetentionStands.ts"
import { ServerDown } from "./rules/ServerDown.ts"
import { ServerErrors } from "./rules/ServerErrors.ts"
import { StoreBroken } from "./rules/StoreBroken.ts"
import { WebhooksFail } from "./rules/WebhooksFail.ts"

/** Every alert; the key is its name and the name of its file and page. */
export const alertRules = {
  ServerDown,
  ServerErrors,
  IngestBudgetBurns,
  StoreBroken,
  BackupOld,
  ClockWrong,
  WebhooksFail,
  EventVolumeDrops,
  ExpectedEventAbsent,
  BrowserWebhookRatioDrift,
  DeliveriesWait,
  DeliveryBudgetBurns,
  DeadLetters,
  DestinationPaused,
  DestinationGone,
  CanaryFails,
  CanaryLate,
  PersonalDataArrived,
  ConsentRateDrift,
  RetentionStands,
  ErasureStuck,
} as const satisfies Record<string, AlertRule>

export type AlertName = keyof typeof alertRules
export const alertNames = Object.keys(alertRules).filter((name): name is AlertName => name in alertRules)
/** Where the page of an alert stands in the runbooks. */
export const alertPage = (name: AlertName): string => `runbooks/alerts/${name}.md`

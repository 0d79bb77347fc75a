import { rule as bannerControlsUnknown } from "./rules/banner-controls-unknown.ts"
import { rule as consentTypeUncovered } from "./rules/consent-type-uncovered.ts"
import { rule as conversionWithoutId } from "./rules/conversion-without-id.ts"
import { rule as eventSource } from "./rules/event-source.ts"
import { rule as eventWithoutDestination } from "./rules/event-without-destination.ts"
import { rule as frozenEventMissing } from "./rules/frozen-event-missing.ts"
import { rule as frozenParameterMissing } from "./rules/frozen-parameter-missing.ts"
import { rule as invalidPattern } from "./rules/invalid-pattern.ts"
import { rule as linkTokenWithoutKey } from "./rules/link-token-without-key.ts"
import { rule as mailWithoutLink } from "./rules/mail-without-link.ts"
import { rule as marketingWithoutConsent } from "./rules/marketing-without-consent.ts"
import { rule as noTestEnvironment } from "./rules/no-test-environment.ts"
import { rule as parameterTwice } from "./rules/parameter-twice.ts"
import { rule as personalParameterInContainer } from "./rules/personal-parameter-in-container.ts"
import { rule as personalParameterUnrestricted } from "./rules/personal-parameter-unrestricted.ts"
import { rule as reservedEventName } from "./rules/reserved-event-name.ts"
import { rule as reservedParameterName } from "./rules/reserved-parameter-name.ts"
import { rule as serverEventUndeliverable } from "./rules/server-event-undeliverable.ts"
import { rule as sharedEnvironment } from "./rules/shared-environment.ts"
import { rule as tooManyParameters } from "./rules/too-many-parameters.ts"
import { rule as unknownCategory } from "./rules/unknown-category.ts"
import { rule as unknownDestination } from "./rules/unknown-destination.ts"
import { rule as unknownFunnelEvent } from "./rules/unknown-funnel-event.ts"
import { rule as unknownJourneyEvent } from "./rules/unknown-journey-event.ts"
import { rule as unknownPage } from "./rules/unknown-page.ts"
import { rule as unknownParameter } from "./rules/unknown-parameter.ts"
import { rule as unknownPerson } from "./rules/unknown-person.ts"
import { rule as unknownWebhook } from "./rules/unknown-webhook.ts"
import { rule as unusedParameter } from "./rules/unused-parameter.ts"
import { rule as valueWithoutCurrency } from "./rules/value-without-currency.ts"
import type { Rule } from "./rule.ts"

/** Every rule of the plan; the key is the code and the name of its file. */
export const rules = {
  "banner-controls-unknown": bannerControlsUnknown,
  "consent-type-uncovered": consentTypeUncovered,
  "conversion-without-id": conversionWithoutId,
  "event-source": eventSource,
  "event-without-destination": eventWithoutDestination,
  "frozen-event-missing": frozenEventMissing,
  "frozen-parameter-missing": frozenParameterMissing,
  "invalid-pattern": invalidPattern,
  "link-token-without-key": linkTokenWithoutKey,
  "mail-without-link": mailWithoutLink,
  "marketing-without-consent": marketingWithoutConsent,
  "no-test-environment": noTestEnvironment,
  "parameter-twice": parameterTwice,
  "personal-parameter-in-container": personalParameterInContainer,
  "personal-parameter-unrestricted": personalParameterUnrestricted,
  "reserved-event-name": reservedEventName,
  "reserved-parameter-name": reservedParameterName,
  "server-event-undeliverable": serverEventUndeliverable,
  "shared-environment": sharedEnvironment,
  "too-many-parameters": tooManyParameters,
  "unknown-category": unknownCategory,
  "unknown-destination": unknownDestination,
  "unknown-funnel-event": unknownFunnelEvent,
  "unknown-journey-event": unknownJourneyEvent,
  "unknown-page": unknownPage,
  "unknown-parameter": unknownParameter,
  "unknown-person": unknownPerson,
  "unknown-webhook": unknownWebhook,
  "unused-parameter": unusedParameter,
  "value-without-currency": valueWithoutCurrency,
} as const satisfies Record<string, Rule>

export type RuleCode = keyof typeof rules

import type { Rule } from "./rule.ts"
import { rule as adsIdWithPrefix } from "./rules/ads-id-with-prefix.ts"
import { rule as blockingScript } from "./rules/blocking-script.ts"
import { rule as builtInName } from "./rules/built-in-name.ts"
import { rule as builtInNotEnabled } from "./rules/built-in-not-enabled.ts"
import { rule as builtInTriggerOfOtherKind } from "./rules/built-in-trigger-of-other-kind.ts"
import { rule as codeFromText } from "./rules/code-from-text.ts"
import { rule as conditionAlwaysTrue } from "./rules/condition-always-true.ts"
import { rule as conditionContradiction } from "./rules/condition-contradiction.ts"
import { rule as consentNotDecided } from "./rules/consent-not-decided.ts"
import { rule as consentTypeUnknown } from "./rules/consent-type-unknown.ts"
import { rule as containerSize } from "./rules/container-size.ts"
import { rule as conversionOnAllPages } from "./rules/conversion-on-all-pages.ts"
import { rule as customEventFilter } from "./rules/custom-event-filter.ts"
import { rule as deadProduct } from "./rules/dead-product.ts"
import { rule as defaultName } from "./rules/default-name.ts"
import { rule as documentWrite } from "./rules/document-write.ts"
import { rule as duplicateConversion } from "./rules/duplicate-conversion.ts"
import { rule as duplicateGoogleTag } from "./rules/duplicate-google-tag.ts"
import { rule as duplicateId } from "./rules/duplicate-id.ts"
import { rule as duplicateName } from "./rules/duplicate-name.ts"
import { rule as duplicateRow } from "./rules/duplicate-row.ts"
import { rule as duplicateVariable } from "./rules/duplicate-variable.ts"
import { rule as emptyFolder } from "./rules/empty-folder.ts"
import { rule as emptyRequiredValue } from "./rules/empty-required-value.ts"
import { rule as exceptionNeverApplies } from "./rules/exception-never-applies.ts"
import { rule as firesAndBlocks } from "./rules/fires-and-blocks.ts"
import { rule as fragileRegex } from "./rules/fragile-regex.ts"
import { rule as ga4EventName } from "./rules/ga4-event-name.ts"
import { rule as ga4EventWithoutId } from "./rules/ga4-event-without-id.ts"
import { rule as ga4Parameters } from "./rules/ga4-parameters.ts"
import { rule as hardCodedId } from "./rules/hard-coded-id.ts"
import { rule as hiddenCharacters } from "./rules/hidden-characters.ts"
import { rule as insecureUrl } from "./rules/insecure-url.ts"
import { rule as invalidRegex } from "./rules/invalid-regex.ts"
import { rule as invalidScript } from "./rules/invalid-script.ts"
import { rule as missingConversionLinker } from "./rules/missing-conversion-linker.ts"
import { rule as missingTemplate } from "./rules/missing-template.ts"
import { rule as notCompiled } from "./rules/not-compiled.ts"
import { rule as outdatedGa4 } from "./rules/outdated-ga4.ts"
import { rule as partialExport } from "./rules/partial-export.ts"
import { rule as pausedSequenceTag } from "./rules/paused-sequence-tag.ts"
import { rule as pausedTag } from "./rules/paused-tag.ts"
import { rule as personalDataInText } from "./rules/personal-data-in-text.ts"
import { rule as personalParameter } from "./rules/personal-parameter.ts"
import { rule as referenceInComment } from "./rules/reference-in-comment.ts"
import { rule as sequenceCycle } from "./rules/sequence-cycle.ts"
import { rule as serverTagOnAnyClient } from "./rules/server-tag-on-any-client.ts"
import { rule as serverWithoutClient } from "./rules/server-without-client.ts"
import { rule as tagWithoutTrigger } from "./rules/tag-without-trigger.ts"
import { rule as textTooLong } from "./rules/text-too-long.ts"
import { rule as timerWithoutLimit } from "./rules/timer-without-limit.ts"
import { rule as triggerGroupMembers } from "./rules/trigger-group-members.ts"
import { rule as typeOfOtherKind } from "./rules/type-of-other-kind.ts"
import { rule as unknownConditionType } from "./rules/unknown-condition-type.ts"
import { rule as unknownFolder } from "./rules/unknown-folder.ts"
import { rule as unknownOption } from "./rules/unknown-option.ts"
import { rule as unknownParameterType } from "./rules/unknown-parameter-type.ts"
import { rule as unknownSequenceTag } from "./rules/unknown-sequence-tag.ts"
import { rule as unknownTagReference } from "./rules/unknown-tag-reference.ts"
import { rule as unknownTrigger } from "./rules/unknown-trigger.ts"
import { rule as unknownTriggerType } from "./rules/unknown-trigger-type.ts"
import { rule as unknownType } from "./rules/unknown-type.ts"
import { rule as unknownVariable } from "./rules/unknown-variable.ts"
import { rule as unusedBuiltIn } from "./rules/unused-built-in.ts"
import { rule as unusedTemplate } from "./rules/unused-template.ts"
import { rule as unusedTrigger } from "./rules/unused-trigger.ts"
import { rule as unusedVariable } from "./rules/unused-variable.ts"
import { rule as variableCycle } from "./rules/variable-cycle.ts"
import { rule as wrongKindOfValue } from "./rules/wrong-kind-of-value.ts"
import { rule as wrongParameterType } from "./rules/wrong-parameter-type.ts"
import { rule as wrongTableColumns } from "./rules/wrong-table-columns.ts"

/** Every rule under its code, which is the name of its file. */
export const rules = {
  "ads-id-with-prefix": adsIdWithPrefix,
  "blocking-script": blockingScript,
  "built-in-name": builtInName,
  "built-in-not-enabled": builtInNotEnabled,
  "built-in-trigger-of-other-kind": builtInTriggerOfOtherKind,
  "code-from-text": codeFromText,
  "condition-always-true": conditionAlwaysTrue,
  "condition-contradiction": conditionContradiction,
  "consent-not-decided": consentNotDecided,
  "consent-type-unknown": consentTypeUnknown,
  "container-size": containerSize,
  "conversion-on-all-pages": conversionOnAllPages,
  "custom-event-filter": customEventFilter,
  "dead-product": deadProduct,
  "default-name": defaultName,
  "document-write": documentWrite,
  "duplicate-conversion": duplicateConversion,
  "duplicate-google-tag": duplicateGoogleTag,
  "duplicate-id": duplicateId,
  "duplicate-name": duplicateName,
  "duplicate-row": duplicateRow,
  "duplicate-variable": duplicateVariable,
  "empty-folder": emptyFolder,
  "empty-required-value": emptyRequiredValue,
  "exception-never-applies": exceptionNeverApplies,
  "fires-and-blocks": firesAndBlocks,
  "fragile-regex": fragileRegex,
  "ga4-event-name": ga4EventName,
  "ga4-event-without-id": ga4EventWithoutId,
  "ga4-parameters": ga4Parameters,
  "hard-coded-id": hardCodedId,
  "hidden-characters": hiddenCharacters,
  "insecure-url": insecureUrl,
  "invalid-regex": invalidRegex,
  "invalid-script": invalidScript,
  "missing-conversion-linker": missingConversionLinker,
  "missing-template": missingTemplate,
  "not-compiled": notCompiled,
  "outdated-ga4": outdatedGa4,
  "partial-export": partialExport,
  "paused-sequence-tag": pausedSequenceTag,
  "paused-tag": pausedTag,
  "personal-data-in-text": personalDataInText,
  "personal-parameter": personalParameter,
  "reference-in-comment": referenceInComment,
  "sequence-cycle": sequenceCycle,
  "server-tag-on-any-client": serverTagOnAnyClient,
  "server-without-client": serverWithoutClient,
  "tag-without-trigger": tagWithoutTrigger,
  "text-too-long": textTooLong,
  "timer-without-limit": timerWithoutLimit,
  "trigger-group-members": triggerGroupMembers,
  "type-of-other-kind": typeOfOtherKind,
  "unknown-condition-type": unknownConditionType,
  "unknown-folder": unknownFolder,
  "unknown-option": unknownOption,
  "unknown-parameter-type": unknownParameterType,
  "unknown-sequence-tag": unknownSequenceTag,
  "unknown-tag-reference": unknownTagReference,
  "unknown-trigger": unknownTrigger,
  "unknown-trigger-type": unknownTriggerType,
  "unknown-type": unknownType,
  "unknown-variable": unknownVariable,
  "unused-built-in": unusedBuiltIn,
  "unused-template": unusedTemplate,
  "unused-trigger": unusedTrigger,
  "unused-variable": unusedVariable,
  "variable-cycle": variableCycle,
  "wrong-kind-of-value": wrongKindOfValue,
  "wrong-parameter-type": wrongParameterType,
  "wrong-table-columns": wrongTableColumns,
} as const satisfies Record<string, Rule>

export type RuleCode = keyof typeof rules

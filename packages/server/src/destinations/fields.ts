import type { ParamValue } from "@tagwright/formats"
import { personalOfType } from "./identifiers.ts"
import type { DeliveryInput } from "./destination.ts"

/** The address a contact is found by: the personal value whose parameter is of type email. */
export const emailOf = (input: DeliveryInput, types: Parameters<typeof personalOfType>[0]["parameters"]): string | undefined => personalOfType({ parameters: types }, input.personal, "email")

/** What an event is besides its parameters, under the names that a plan's `fields` may use. */
const envelopeOf = ({ event, environment, linkToken }: DeliveryInput): Record<string, ParamValue> => ({
  event: event.name,
  event_id: event.id,
  at: new Date(event.at).toISOString(),
  test_mode: environment.testMode,
  ...(event.leadId !== undefined && { lead_id: event.leadId }),
  ...(linkToken !== undefined && { link_token: linkToken }),
})

const trimmed = (personal: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(personal).map(([name, value]) => [name, value.trim()]))

/** Our values in the vendor's words: only those that the plan maps, never more. */
export const mappedValues = (input: DeliveryInput, fields: Record<string, string>): Record<string, ParamValue> => {
  const values: Record<string, ParamValue> = { ...envelopeOf(input), ...input.event.params, ...trimmed(input.personal) }
  return Object.fromEntries(
    Object.entries(fields).flatMap(([ours, theirs]) => {
      const value = values[ours]
      return value === undefined ? [] : [[theirs, value]]
    }),
  )
}

const asText = (value: ParamValue): string => (typeof value === "object" ? JSON.stringify(value) : String(value))
/** The same as text: what CRMs keep. */
export const mappedFields = (input: DeliveryInput, fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(mappedValues(input, fields)).map(([name, value]) => [name, asText(value)]))

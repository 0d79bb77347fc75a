import type { ParamValue } from "@tagwright/formats"
import type { DeliveryInput } from "./destination.ts"

/** The address a contact is found by: the personal value whose parameter is of type email. */
export const emailOf = (input: DeliveryInput, types: Record<string, { type: string } | undefined>): string | undefined =>
  Object.entries(input.personal).find(([name]) => types[name]?.type === "email")?.[1]

const asText = (value: ParamValue): string => (typeof value === "object" ? JSON.stringify(value) : String(value))

/** Our parameters in the vendor's words: only those that the plan maps, never more. */
export const mappedFields = (input: DeliveryInput, fields: Record<string, string>): Record<string, string> => {
  const values: Record<string, ParamValue> = { ...input.event.params, ...input.personal }
  return Object.fromEntries(
    Object.entries(fields).flatMap(([ours, theirs]) => {
      const value = values[ours]
      return value === undefined ? [] : [[theirs, asText(value)]]
    }),
  )
}

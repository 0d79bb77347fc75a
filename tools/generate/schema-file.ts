import { planJsonSchema } from "@tagwright/formats"

export const schemaFile = (): string => `${JSON.stringify(planJsonSchema(), null, 2)}\n`

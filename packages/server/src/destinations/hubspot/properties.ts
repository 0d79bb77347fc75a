import type { Client } from "@hubspot/api-client"
import { PropertyCreateFieldTypeEnum, PropertyCreateTypeEnum } from "@hubspot/api-client/lib/codegen/crm/properties/index.js"

/** HubSpot's own group for contact properties; exists in every portal. */
const GROUP = "contactinformation"

/** A portal refuses properties it does not have: those we send are made once, as single-line text. */
export const propertyKeeper = (): ((client: Client, names: readonly string[]) => Promise<void>) => {
  const known = new Set<string>()
  return async (client, names) => {
    if (names.every((name) => known.has(name))) return
    const { results } = await client.crm.properties.coreApi.getAll("contacts")
    for (const { name } of results) known.add(name)
    const missing = names.filter((name) => !known.has(name))
    if (missing.length === 0) return
    const inputs = missing.map((name) => ({ name, label: name, groupName: GROUP, type: PropertyCreateTypeEnum.String, fieldType: PropertyCreateFieldTypeEnum.Text, description: "Made by Tagwright" }))
    await client.crm.properties.batchApi.create("contacts", { inputs })
    for (const name of missing) known.add(name)
  }
}

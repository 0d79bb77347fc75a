/** Item fields and the codes they travel as; old names map to the same codes (fact D3). */
const CODES: Record<string, string> = {
  item_id: "id", id: "id", item_name: "nm", name: "nm", item_brand: "br", brand: "br", item_category: "ca", category: "ca",
  item_category2: "c2", item_category3: "c3", item_category4: "c4", item_category5: "c5", item_variant: "va", variant: "va",
  price: "pr", quantity: "qt", coupon: "cp", item_list_name: "ln", list_name: "ln", list: "ln", item_list_id: "li", list_id: "li",
  index: "lp", list_position: "lp", position: "lp", discount: "ds", affiliation: "af", promotion_id: "pi", promotion_name: "pn",
  creative_name: "cn", creative: "cn", creative_slot: "cs", location_id: "lo",
}
const MOST_ITEMS = 200
const CUSTOM_CODES = "0123456789ABCDEFGHIJKLMNOPQ"

/** `pr1` … `pr200`, each with its fields joined by "~". */
export const encodeItems = (items: unknown): [string, string][] =>
  (Array.isArray(items) ? items : [])
    .slice(0, MOST_ITEMS)
    .filter((item): item is object => typeof item === "object" && item !== null)
    .map((item, index): [string, string] => [`pr${index + 1}`, encodeItem(item)])

const encodeItem = (item: object): string => {
  const fields = new Map<string, string>()
  const custom: string[] = []
  for (const [key, value] of Object.entries(splitCategory(item))) {
    if (value === undefined || value === null) continue
    const code = CODES[key]
    if (code !== undefined) {
      if (!fields.has(code)) fields.set(code, `${code}${escape(value)}`)
    } else addCustom(custom, key, value)
  }
  return [...fields.values(), ...custom].join("~")
}

const addCustom = (custom: string[], key: string, value: unknown): void => {
  const code = CUSTOM_CODES[custom.length]
  if (code !== undefined) custom.push(`k${code}${escape(key)}~v${code}${escape(value)}`)
}

/** A `category` with "/" fills ca to c5. */
const splitCategory = (item: object): Record<string, unknown> => {
  const fields: Record<string, unknown> = { ...item }
  const category = fields["category"]
  if (typeof category !== "string" || !category.includes("/")) return fields
  delete fields["category"]
  for (const [index, part] of category.split("/").slice(0, 5).entries()) fields[index === 0 ? "item_category" : `item_category${index + 1}`] ??= part
  return fields
}

const escape = (value: unknown): string => String(value).replaceAll("~", "~~")

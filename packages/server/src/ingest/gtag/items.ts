import type { Item } from "@tagwright/formats"

/** Codes of item fields, in GA4's names (collection protocol 2). */
const FIELDS: Record<string, string> = {
  id: "item_id", nm: "item_name", br: "item_brand", ca: "item_category", c2: "item_category2", c3: "item_category3", c4: "item_category4", c5: "item_category5",
  va: "item_variant", pr: "price", qt: "quantity", cp: "coupon", ln: "item_list_name", li: "item_list_id", lp: "index", ds: "discount", af: "affiliation",
  pi: "promotion_id", pn: "promotion_name", cn: "creative_name", cs: "creative_slot", lo: "location_id",
}
const NUMBERS = new Set(["price", "quantity", "index", "discount"])
const valueOf = (name: string, text: string): string | number => (NUMBERS.has(name) && Number.isFinite(Number(text)) ? Number(text) : text)

/** A doubled tilde is put aside under a character that no URL carries. */
const ASIDE = "\u0000"
/** `idintensive~nmThe Intensive~pr240~qt1`: fields joined by ~, a literal ~ doubled; own fields as k0<name>~v0<value>. */
export const parseItem = (text: string): Item => {
  const item: Item = { item_id: "" }
  const own = new Map<string, string>()
  for (const field of text.replaceAll("~~", ASIDE).split("~")) {
    const [code, value] = [field.slice(0, 2), field.slice(2).replaceAll(ASIDE, "~")]
    const name = FIELDS[code]
    if (name !== undefined) item[name] = valueOf(name, value)
    else if (code[0] === "k") own.set(code[1] ?? "", value)
    else if (code[0] === "v") {
      const named = own.get(code[1] ?? "")
      if (named !== undefined && named !== "" && item[named] === undefined) item[named] = value
    }
  }
  return item
}

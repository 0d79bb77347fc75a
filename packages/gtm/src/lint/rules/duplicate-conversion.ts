import { valueOf } from "../../container/parameters.ts"
import { container, tag, template } from "../build.ts"
import { constantOf, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const conversion = (id: number, name: string, label: string) => tag(id, name, "awct", [template("conversionId", "123456789"), template("conversionLabel", label)], ["2147479553"])
const adsTags: ReadonlySet<string> = new Set(["awct", "sgtmadsct"])

export const rule: Rule = {
  severity: "warning",
  title: "Two tags report the same Google Ads conversion",
  why: "When both fire, one sale is counted as two and bidding follows the wrong figure.",
  fix: "Merge them into one tag with both triggers.",
  bad: () => container("WEB", { tag: [conversion(1, "a", "abc"), conversion(2, "b", "abc")] }),
  good: () => container("WEB", { tag: [conversion(1, "a", "abc"), conversion(2, "b", "def")] }),
  *check(model) {
    const first = new Map<string, string>()
    for (const { tag: one, path } of tagsOf(model)) {
      const [id, label] = [valueOf(one.parameter, "conversionId"), valueOf(one.parameter, "conversionLabel")]
      if (!adsTags.has(one.type) || one.paused || !id || !label) continue
      const key = `${constantOf(model, id) ?? id} ${constantOf(model, label) ?? label}`
      const owner = first.get(key)
      if (owner) yield { path, message: `tag ${quote(one.name)} reports the same conversion as ${quote(owner)}` }
      else first.set(key, one.name)
    }
  },
}

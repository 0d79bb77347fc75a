import { container, tag } from "../build.ts"
import type { Rule } from "../rule.ts"

const ads: ReadonlySet<string> = new Set(["awct", "fls", "flc"])

export const rule: Rule = {
  severity: "warning",
  title: "Google Ads conversions without conversion linker",
  why: "Without it the click id is not kept in a cookie, and conversions on later pages are not attributed.",
  fix: "Add a conversion linker on all pages.",
  bad: () => container("WEB", { tag: [tag(1, "a", "awct", [])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "awct", []), tag(2, "b", "gclidw", [])] }),
  *check({ version, kind, partial }) {
    const types = (version.tag ?? []).map(({ type }) => type)
    const index = types.findIndex((type) => ads.has(type))
    // A Google tag links clicks too.
    if (kind === "web" && !partial && index >= 0 && !types.includes("gclidw") && !types.includes("googtag"))
      yield { path: ["containerVersion", "tag", index], message: "there are conversion tags, but no conversion linker and no Google tag" }
  },
}

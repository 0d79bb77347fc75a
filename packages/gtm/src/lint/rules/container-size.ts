import { container, tag, template } from "../build.ts"
import type { Rule } from "../rule.ts"
import { compiledSizeLimit, estimateSize, sizeWarningShare } from "../../stats/size.ts"

const html = (length: number) => container("WEB", { tag: [tag(1, "a", "html", [template("html", "x".repeat(length))])] })

export const rule: Rule = {
  severity: "warning",
  title: "The container comes near the size limit",
  why: "Tag Manager refuses to preview or publish a container above about 200 KB compiled, and every visitor downloads it.",
  fix: "Remove what is unused, move large scripts out of Custom HTML, replace many similar tags by one with a lookup table.",
  bad: () => html(150_000),
  good: () => html(1000),
  *check(model) {
    const { total } = estimateSize(model)
    if (total >= compiledSizeLimit * sizeWarningShare)
      yield { path: ["containerVersion"], message: `the compiled container comes to about ${Math.round(total / 1024)} KB, ${Math.round((100 * total) / compiledSizeLimit)} % of the limit` }
  },
}

import { valueOf } from "../../container/parameters.ts"
import { container, tag, template } from "../build.ts"
import { parameterPath, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const serverAdsTags: ReadonlySet<string> = new Set(["sgtmadsct", "sgtmadsremarket"])

export const rule: Rule = {
  severity: "error",
  title: "A server tag for Google Ads has its conversion id with AW-",
  why: "The import is refused: “The value must be a positive integer or 0”.",
  fix: "Write the digits only.",
  bad: () => container("SERVER", { tag: [tag(1, "a", "sgtmadsct", [template("conversionId", "AW-123456789")])] }),
  good: () => container("SERVER", { tag: [tag(1, "a", "sgtmadsct", [template("conversionId", "123456789")])] }),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model))
      if (serverAdsTags.has(one.type) && /^\s*AW-/i.test(valueOf(one.parameter, "conversionId") ?? ""))
        yield { path: parameterPath(path, one.parameter, "conversionId"), message: `tag ${quote(one.name)} has a conversion id that starts with AW-` }
  },
}

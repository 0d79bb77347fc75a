import { container } from "../build.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "info",
  title: "An AMP or mobile container",
  why: "It is read, compared and kept, but Tagwright neither compiles nor runs this kind.",
  fix: "Nothing.",
  bad: () => container("AMP", {}),
  good: () => container("WEB", {}),
  *check({ kind }) {
    if (kind === "amp" || kind === "mobile") yield { path: ["containerVersion", "container", "usageContext"], message: `this is ${kind === "amp" ? "an AMP" : "a mobile"} container` }
  },
}

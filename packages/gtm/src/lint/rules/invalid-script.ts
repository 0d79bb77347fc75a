import { container, template, variable } from "../build.ts"
import { quote, scriptsOf } from "../look.ts"
import type { Rule } from "../rule.ts"
import { inlineScripts, syntaxProblem } from "../scripts.ts"

export const rule: Rule = {
  severity: "error",
  title: "JavaScript that does not parse",
  why: "Custom HTML and custom JavaScript must pass Tag Manager's compiler (jsCompilerError); this would not pass any browser either.",
  fix: "Mend the syntax at the place that the message names.",
  bad: () => container("WEB", { variable: [variable(1, "a", "jsm", [template("javascript", "function() { return 1 +; }")])] }),
  good: () => container("WEB", { variable: [variable(1, "a", "jsm", [template("javascript", "function() { return 1; }")])] }),
  *check(model) {
    for (const { name, kind, code, path } of scriptsOf(model))
      for (const script of kind === "jsm" ? [code] : inlineScripts(code)) {
        // Custom JavaScript is an expression, but people end it with a semicolon and comments.
        const problem = kind === "jsm" ? syntaxProblem(`(${script}\n)`) && syntaxProblem(`void ${script.trimStart()}`) : syntaxProblem(script)
        // What replaces {{ }} decides whether such a script parses, and a page may hold script blocks that are never run.
        const certain = kind === "jsm" && !code.includes("{{")
        if (problem) yield { path, message: `${kind === "jsm" ? "variable" : "tag"} ${quote(name)}: ${problem}`, ...(certain ? {} : { severity: "warning" }) }
      }
  },
}

import { describe, expect, test } from "vitest"
import { guardLoops, guardScripts } from "../src/runtime/program/guard-loops.ts"
import { run } from "../src/runtime/index.ts"
import { container, html, js, onEvent, plainTag } from "./support/runtime-container.ts"
import { firings, valuesOf } from "./support/observe.ts"

const turn = 'google_tag_manager["rm"].turn();'

describe("loops of a container's own code are guarded", () => {
  test.each([
    ["a block", "while (x) { a() }", `while (x) {${turn} a() }`],
    ["a single statement", "for (;;) a();", `for (;;) {${turn}a();}`],
    ["nested loops and references", "for (var i in {{list}}) for (;;) b('{{x}}')", `for (var i in {{list}}) {${turn}for (;;) {${turn}b('{{x}}')}}`],
    ["no loop", "var a = 'while (1)'", "var a = 'while (1)'"],
    ["code that does not parse", "while (", "while ("],
  ])("%s", (_title, code, out) => {
    expect(guardLoops(code)).toBe(out)
  })

  test("inline scripts only: markup and external scripts stay as they are", () => {
    expect(guardScripts("<p>while (1) {}</p><script>while (1) {}</script><script src=\"a\">while (1) {}</script>")).toBe(`<p>while (1) {}</p><script>while (1) {${turn}}</script><script src="a">while (1) {}</script>`)
  })

  test("ordinary loops count as before", () => {
    expect(valuesOf({ variables: [js("sum", "function() { var s = 0; for (var i = 0; i < 1000; i++) s += i; do s++; while (s < 0); return s }")] }, ["sum"])).toEqual({ sum: 499_501 })
  })

  test("a loop without end in a callback, beyond the reach of a script's own limit, ends too", () => {
    const parts = { triggers: [onEvent("go")], tags: [html("later", "<script>setTimeout(function() { while (true) {} }, 0)</script>", ["on go"]), plainTag("after", ["on go"])] }
    const { events, unsupported } = run(container(parts), [{ event: "go" }])
    expect(firings(events)).toEqual(["go: after, later"])
    expect(JSON.stringify(unsupported)).toContain("ran too long")
  })
})

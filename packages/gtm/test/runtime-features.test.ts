import { describe, expect, test } from "vitest"
import { compile } from "../src/runtime/index.ts"
import { LISTENER_SOURCES, pageEntry, TAG_SOURCES, VARIABLE_SOURCES } from "../src/runtime/features.ts"
import { WEB_TAGS } from "../src/runtime/tags/web.ts"
import { WEB_LISTENERS } from "../src/runtime/triggers/web.ts"
import { WEB_VARIABLES } from "../src/runtime/variables/web.ts"
import { condition, container, dlv, flag, onEvent, plainTag, text, type TestContainer, type TestTag } from "./support/runtime-container.ts"

const load = async (path: string, name: string): Promise<unknown> => {
  const module: Record<string, unknown> = await import(`../src/runtime/${path}`)
  return module[name]
}

describe("a page's script includes what its container uses", () => {
  test.each([["tags", TAG_SOURCES, WEB_TAGS], ["variables", VARIABLE_SOURCES, WEB_VARIABLES], ["triggers", LISTENER_SOURCES, WEB_LISTENERS]] as const)("%s are the very ones Node runs", async (_name, sources, table) => {
    const all = new Map<string, unknown>(Object.entries(table))
    for (const [kind, source] of Object.entries(sources)) expect(await load(source[0], source[1]), kind).toBe(all.get(kind))
  })

  test("what a container does not need stays out of its page: the guard of patterns, ecommerce", () => {
    const entry = (parts: TestContainer): string => pageEntry(compile(container(parts)))
    const event = (sends: boolean): TestTag => ({ name: "t", type: "gaawe", on: ["All Pages"], parameter: [text("eventName", "purchase"), text("measurementIdOverride", "G-1"), flag("sendEcommerceData", sends)] })
    const matches = (pattern: string) => ({ triggers: [onEvent("go", { filter: [condition("MATCH_REGEX", "{{v}}", pattern)] })], variables: [dlv("v", "v")], tags: [plainTag("p", ["on go"])] })
    expect([entry(matches("^/shop/")), entry(matches("^/(a|b)/[a-z]+$")), entry({ tags: [event(false)] })].map((text) => /guardPatterns|ga4Event\b/.test(text))).toEqual([false, false, false])
    expect(entry(matches("^(\\w+\\s?)*$"))).toContain("guardPatterns(countSteps)")
    expect(entry(matches("{{v}}"))).toContain("guardPatterns(countSteps)")
    expect(entry({ tags: [event(true)] })).toMatch(/ga4Event\b/)
  })

  test("no kind that Node runs is missing from the page", () => {
    const reported = new Set(["unsupported", "sgtmgaaw", "http_request", "serverVendor"])
    expect(Object.keys(WEB_TAGS).filter((kind) => !reported.has(kind) && !Object.hasOwn(TAG_SOURCES, kind))).toEqual([])
    const server = new Set(["ed", "rh", "qp", "sgtmk", "vr", "request"])
    expect(Object.keys(WEB_VARIABLES).filter((kind) => !server.has(kind) && !Object.hasOwn(VARIABLE_SOURCES, kind))).toEqual([])
  })
})

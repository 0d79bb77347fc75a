import { planSchema } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { buildModel, importContainer, importProblems, readExport } from "../src/format.ts"
import { boolean, condition, container, customEvent, dlv, rows, spell, tag, template, trigger } from "../src/lint/build.ts"
import type { ContainerExport } from "@tagwright/formats"
import { samples, webContainer } from "./support/samples.ts"

const importOf = (made: ContainerExport) => importContainer(readExport(spell(made), { file: "x.json" }))
const event = (id: number, name: string, firing: string[], parameters: Record<string, string> = {}) =>
  tag(id, `GA4 ${id}`, "gaawe", [template("eventName", name), template("measurementIdOverride", "G-AAAA000000"), rows("eventSettingsTable", ["parameter", "parameterValue"], parameters)], firing)

describe("a draft plan from a container", () => {
  it.each(samples)("of %s parses, and nothing is silently lost", (_, make) => {
    const made = make()
    const { plan, findings } = importOf(made)
    expect(planSchema.safeParse(plan).error?.issues).toBeUndefined()
    const mentioned = JSON.stringify([plan, findings.map(({ message, args }) => [message, args])])
    const running = buildModel(made).entities.filter(({ kind }) => kind === "tag" || kind === "trigger" || kind === "client" || kind === "transformation")
    const expressed = new Set(["GA4 — lead_submit", "Ads — lead", "Conversion linker", "Google tag", "GA4 config"])
    for (const { name } of running) expect(expressed.has(name) || mentioned.includes(name), name).toBe(true)
    for (const { code } of findings) expect(Object.keys(importProblems)).toContain(code)
  })

  it("takes events from GA4 tags and their triggers, parameters from tables and data layer variables", () => {
    const { plan } = importOf(webContainer())
    expect(plan.events["lead_submit"]).toMatchObject({ on: { call: true }, to: ["ga4", "google-ads-123456789"], optional: ["form_id", "page_path"] })
    expect(plan.events["scroll_depth"]).toMatchObject({ on: { scroll: [25, 50, 75] } })
    expect(plan.parameters["form_id"]).toMatchObject({ type: "id", describe: "Was Data layer: form_id" })
    expect(plan.destinations["google-ads-123456789"]).toMatchObject({ conversionId: "AW-123456789", labels: { lead_submit: "abcDEF_123" } })
    expect(plan.site.environments["production"]).toMatchObject({ hosts: ["northlight.example"], gtm: "GTM-NLTEST1", ga4: "G-NLTEST0001" })
  })

  it("binds clicks, submits, visibility and single pages to what their conditions say", () => {
    const { plan, findings } = importOf(
      container("WEB", {
        tag: [event(1, "buy", ["11"]), event(2, "send", ["12"]), event(3, "seen", ["13"]), event(4, "thanks", ["14"]), event(5, "odd", ["15"])],
        trigger: [
          trigger(11, "buy link", "LINK_CLICK", { filter: [condition("STARTS_WITH", "{{Click URL}}", "https://buy.")] }),
          trigger(12, "form", "FORM_SUBMISSION", { filter: [condition("EQUALS", "{{Form ID}}", "lead")] }),
          trigger(13, "price", "ELEMENT_VISIBILITY", { parameter: [template("selectorType", "CSS"), template("elementSelector", ".price"), template("onScreenRatio", "30")] }),
          trigger(14, "thank you", "PAGEVIEW", { filter: [condition("EQUALS", "{{Page Path}}", "/thank-you/")] }),
          trigger(15, "some text", "CLICK", { filter: [condition("CONTAINS", "{{Click Text}}", "Order")] }),
        ],
      }),
    )
    expect(plan.events["buy"]?.on).toEqual({ click: 'a[href^="https://buy."]' })
    expect(plan.events["send"]?.on).toEqual({ submit: '[id="lead"]' })
    expect(plan.events["seen"]?.on).toEqual({ visible: ".price", share: 0.3, ms: 0 })
    expect(plan.events["thanks"]?.on).toEqual({ load: true, page: "thank-you" })
    expect(plan.pages).toEqual({ "thank-you": { path: "/thank-you/" } })
    expect(findings.filter(({ message }) => message.includes("some text"))).toHaveLength(2)
    expect(planSchema.safeParse(plan).success).toBe(true)
  })

  it("says what it had to rename, compute or leave out", () => {
    const { plan, findings } = importOf(
      container("WEB", {
        tag: [event(1, "Sign Up", ["11"], { "Form Name": "{{form}}", email: "{{mail}}", plan: "gold", label: "{{a}}-{{b}}" }), event(2, "other_name", ["11"]), tag(3, "old", "gaawe", [boolean("sendEcommerceData", true), template("eventName", "{{Event}}"), template("measurementIdOverride", "G-AAAA000000")], ["12"])],
        trigger: [customEvent(11, "s", "signUp"), trigger(12, "shop", "CUSTOM_EVENT", { customEventFilter: [condition("MATCH_REGEX", "{{_event}}", "^(add_to_cart|purchase)$")] })],
        variable: [dlv(21, "form", "formName"), dlv(22, "mail", "user.email"), dlv(23, "a", "a"), dlv(24, "b", "b")],
      }),
    )
    expect(Object.keys(plan.events)).toEqual(["sign_up", "add_to_cart", "purchase"])
    expect(plan.events["purchase"]?.optional).toEqual(["value", "currency", "items", "transaction_id"])
    expect(Object.keys(plan.parameters)).not.toContain("email")
    const codes = new Set(findings.map(({ code }) => code))
    for (const code of ["import-renamed", "import-personal", "import-value-computed", "import-second-name", "import-guessed"]) expect(codes).toContain(code)
    expect(findings.map(({ message }) => message)).toContain('the site pushes "signUp", the plan calls it "sign_up"')
    expect(planSchema.safeParse(plan).success).toBe(true)
  })

  it("lists the events that a tag for every event sends, as far as the container names them", () => {
    const any = (pattern: string) => trigger(11, "any event", "CUSTOM_EVENT", { customEventFilter: [condition("MATCH_REGEX", "{{_event}}", pattern)] })
    const { plan, findings } = importOf(container("WEB", { tag: [event(1, "{{Event}}", ["11"])], trigger: [any(".+"), customEvent(12, "a", "add_to_cart"), customEvent(13, "b", "lead_submit")] }))
    expect(Object.keys(plan.events)).toEqual(["add_to_cart", "lead_submit"])
    expect(findings.map(({ message }) => message)).toContain('trigger "any event" fires on every event where {{_event}} matches RegEx .+; the plan has those that the container names elsewhere')
    const hostile = importOf(container("WEB", { tag: [event(1, "{{Event}}", ["11"])], trigger: [any("^(a+)+$"), customEvent(12, "a", `${"a".repeat(60)}b`)] }))
    expect(hostile.findings.map(({ code }) => code)).toContain("import-trigger-unclear")
  })

  it("leaves out names that GA4 keeps for itself, and says so", () => {
    const { plan, findings } = importOf(container("WEB", { tag: [event(1, "user_engagement", ["11"])], trigger: [customEvent(11, "e", "user_engagement")] }))
    expect(plan.events).toEqual({})
    expect(findings.map(({ message }) => message)).toContain('tag "GA4 1" sends "user_engagement", a name that GA4 keeps for itself')
  })
})

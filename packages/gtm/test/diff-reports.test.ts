import { JSDOM } from "jsdom"
import { describe, expect, it } from "vitest"
import { catalogHtml, catalogMarkdown, buildModel, compareContainers, compareThree, describeContainer, diffHtml, diffMarkdown, diffText, statsText, containerStats, threeWayText } from "../src/format.ts"
import { container, customEvent, rows, tag, template } from "../src/lint/build.ts"
import { samples, webContainer } from "./support/samples.ts"

const changed = () => {
  const copy = webContainer()
  const [first, event] = copy.containerVersion.tag ?? []
  if (first) first.name = "Google <tag> | `2`"
  const table = event?.parameter?.findIndex(({ key }) => key === "eventSettingsTable") ?? -1
  event?.parameter?.splice(table, 1, rows("eventSettingsTable", ["parameter", "parameterValue"], { form_id: "<script>alert(1)</script>", page_path: "{{Page Path}}" }))
  copy.containerVersion.trigger?.push(customEvent(77, "new trigger", "new_event"))
  return copy
}
const differences = compareContainers(webContainer(), changed())
const names = { before: "a.json", after: "b.json" }

describe("diff for people", () => {
  it("names what changed, before and after, in the terminal", () => {
    const text = diffText(differences)
    expect(text).toContain("~ Tag GA4 — lead_submit\n    parameter.eventSettingsTable[form_id].parameterValue\n      - {{dlv.form_id}}\n      + <script>alert(1)</script>")
    expect(text).toContain("» Tag Google tag")
    expect(text).toContain("+ Trigger new trigger\n    type\n      + CUSTOM_EVENT\n    customEventFilter\n      + {{_event}} equals new_event")
    expect(text).toContain("1 added, 1 renamed, 1 changed")
    expect(diffText([])).toContain("No difference")
  })

  it("lets nothing in a container become markup of the page or the table", () => {
    const { document } = new JSDOM(diffHtml(differences, names)).window
    expect(document.querySelectorAll("main section")).toHaveLength(3)
    expect(document.querySelector("main script")).toBeNull()
    expect(document.querySelector("ins")?.textContent).not.toBe("")
    const table = diffMarkdown(differences, names).split("\n").filter((line) => line.startsWith("| "))
    for (const line of table) expect(line.match(/(?<!\\)\|/g)).toHaveLength(6)
  })
})

describe("diff of three", () => {
  it("tells what each side changed, what both did, and where they conflict", () => {
    const named = (event: string) => container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", event)]), tag(2, "b", "gaawe", [template("eventName", event === "base" ? "base" : "same")])] })
    const found = compareThree({ base: named("base"), left: named("left"), right: named("right") })
    expect(found.map(({ entity, side, base, left, right }) => [entity.name, side, base, left, right])).toEqual([
      ["a", "conflict", "base", "left", "right"],
      ["b", "both", "base", "same", "same"],
    ])
    const oneSided = compareThree({ base: webContainer(), left: changed(), right: webContainer() })
    expect(new Set(oneSided.map(({ side }) => side))).toEqual(new Set(["left"]))
    expect(threeWayText(found, { base: "o", left: "l", right: "r" })).toContain("2 places, 1 in conflict")
  })
})

describe("catalog", () => {
  it.each(samples)("of %s has every item once, in Markdown and as a page whose links all lead somewhere", (_, make) => {
    const model = buildModel(make())
    const catalog = describeContainer(model)
    const items = model.entities.filter(({ kind }) => kind !== "folder")
    expect(catalog.entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual(items.map(({ kind, name }) => `${kind} ${name}`))
    const { document } = new JSDOM(catalogHtml(catalog)).window
    expect(document.querySelectorAll("article")).toHaveLength(items.length)
    for (const link of document.querySelectorAll("a")) expect(document.getElementById(link.getAttribute("href")?.slice(1) ?? "")).not.toBeNull()
    expect(document.querySelector("input")?.labels?.length).toBe(1)
    expect(document.querySelectorAll("[src], link[href]")).toHaveLength(0)
    const rowsOfTable = catalogMarkdown(catalog).split("\n").filter((line) => line.startsWith("| **"))
    expect(rowsOfTable).toHaveLength(items.length)
    for (const row of rowsOfTable) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5)
  })

  it("says what a tag is for, when it fires and what it needs", () => {
    const { entries } = describeContainer(buildModel(webContainer()))
    const ads = entries.find(({ name }) => name === "Ads — lead")
    expect(ads?.purpose).toBe("Reports the Google Ads conversion {{const.ads_id}} / abcDEF_123")
    expect(ads?.facts).toEqual([
      { label: "Fires on", items: ["T — Custom — lead_submit"] },
      { label: "Except on", items: ["T — Block — test mode"] },
      { label: "Consent", items: ["requires ad_storage"] },
    ])
    expect(entries.find(({ name }) => name === "dlv.form_id")).toMatchObject({ facts: [{ label: "Comes from", items: ["Data layer: form_id"] }], usedBy: [{ kind: "tag", name: "GA4 — lead_submit" }] })
  })
})

describe("stats", () => {
  it("counts and estimates", () => {
    const stats = containerStats(buildModel(webContainer()))
    expect(stats.counts).toMatchObject({ tag: 9, trigger: 6, variable: 7 })
    expect(stats.types.tag).toMatchObject({ gaawe: 2, html: 2 })
    expect(stats.size.share).toBeGreaterThan(0)
    expect(statsText(stats)).toContain("an estimate")
  })
})

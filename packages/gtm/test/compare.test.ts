import type { ContainerExport } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { compareContainers } from "../src/index.ts"
import { customEvent, rows, template } from "../src/lint/build.ts"
import { samples, webContainer } from "./support/samples.ts"

const edited = (edit: (version: ContainerExport["containerVersion"]) => void): ContainerExport => {
  const copy = webContainer()
  edit(copy.containerVersion)
  return copy
}
const changes = (after: ContainerExport) =>
  compareContainers(webContainer(), after).map(({ kind, entity, path }) => `${kind} ${entity.kind} ${entity.name}${path ? `: ${path}` : ""}`)

/** The same container in another account: new ids everywhere, other order, other dates. */
const rehomed = (source: ContainerExport): ContainerExport => {
  const text = JSON.stringify(source)
    .replaceAll("180000001", "990000009")
    .replaceAll("1700000000000", "1711111111111")
    .replace(/"(tagId|triggerId|variableId|folderId|templateId|clientId|transformationId|parentFolderId)":"(\d+)"/g, (_, key, id) => `"${key}":"${Number(id) + 500}"`)
    .replace(/"(firingTriggerId|blockingTriggerId)":\[([^\]]+)\]/g, (_, key, ids: string) => `"${key}":[${ids.split(",").map(shift).reverse().join(",")}]`)
    .replace(/("type":"TRIGGER_REFERENCE","value":)("\d+")/g, (_, head, id: string) => head + shift(id))
    .replace(/cvt_990000009_(\d+)/g, (_, id) => `cvt_990000009_${Number(id) + 500}`)
  const copy: ContainerExport = JSON.parse(text)
  copy.containerVersion.tag?.reverse()
  for (const tag of copy.containerVersion.tag ?? []) tag.parameter?.reverse()
  return copy
}
const shift = (quoted: string): string => {
  const id = Number(JSON.parse(quoted))
  return JSON.stringify(String(id > 2147479000 ? id : id + 500))
}

describe("comparing two containers", () => {
  it.each(samples)("%s equals itself, and itself in another account", (_, make) => {
    expect(compareContainers(make(), make())).toEqual([])
    expect(compareContainers(make(), rehomed(make()))).toEqual([])
  })

  it("ignores what Tag Manager writes or leaves out at will", () => {
    const after = edited(({ tag, variable }) => {
      for (const one of tag ?? []) {
        delete one.monitoringMetadata
        if (one.consentSettings?.consentStatus === "NOT_SET") delete one.consentSettings
        one.paused = false
        one.parameter?.push(template("unset"), { type: "LIST", key: "none" })
      }
      for (const one of variable ?? []) if (one.formatValue && Object.keys(one.formatValue).length === 0) delete one.formatValue
    })
    expect(changes(after)).toEqual([])
  })

  it("names the row and the cell that changed", () => {
    const after = edited(({ tag }) => {
      const table = tag?.[1]?.parameter?.findIndex(({ key }) => key === "eventSettingsTable") ?? -1
      tag?.[1]?.parameter?.splice(table, 1, rows("eventSettingsTable", ["parameter", "parameterValue"], { form_id: "{{dlv.other}}", page_path: "{{Page Path}}", extra: "1" }))
    })
    const found = compareContainers(webContainer(), after)
    expect(found).toEqual([
      { kind: "changed", entity: { kind: "tag", name: "GA4 — lead_submit" }, path: "parameter.eventSettingsTable[form_id].parameterValue", before: "{{dlv.form_id}}", after: "{{dlv.other}}" },
      { kind: "changed", entity: { kind: "tag", name: "GA4 — lead_submit" }, path: "parameter.eventSettingsTable[extra]", after: { parameter: "extra", parameterValue: "1" } },
    ])
  })

  it("counts the order of a table's rows", () => {
    const after = edited(({ variable }) => {
      const map = variable?.[5]?.parameter?.find(({ key }) => key === "map")
      if (map?.type === "LIST") map.list?.reverse()
    })
    expect(changes(after)).toEqual(["changed variable lookup.host: parameter.map.order"])
  })

  it("shows a rename once, not at everything that refers to it", () => {
    const text = JSON.stringify(webContainer()).replaceAll("dlv.test_mode", "dlv.is_test").replaceAll("js.mode", "js.kind").replaceAll("HTML — chat loader", "HTML — loader").replaceAll("T — Scroll", "T — Depth")
    expect(changes(JSON.parse(text))).toEqual([
      "renamed tag HTML — chat loader: name",
      "renamed trigger T — Scroll: name",
      "renamed variable dlv.test_mode: name",
      "renamed variable js.mode: name",
    ])
  })

  it("tells added, removed, renamed and changed apart", () => {
    const after = edited((version) => {
      version.trigger?.push(customEvent(90, "new one", "new"))
      version.folder = []
      const group = version.trigger?.find(({ type }) => type === "TRIGGER_GROUP")
      if (group) group.name = "T — Group — interested"
      const [tag] = version.tag ?? []
      if (tag) tag.firingTriggerId = ["30", "2147479573"]
    })
    expect(changes(after)).toEqual([
      "changed tag Google tag: firingTriggerId",
      "changed tag Google tag: parentFolderId",
      "changed tag GA4 — lead_submit: parentFolderId",
      "renamed trigger T — Group — engaged: name",
      "added trigger new one",
      "removed folder Measurement",
    ])
  })
})

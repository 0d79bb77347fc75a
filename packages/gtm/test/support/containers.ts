import fc from "fast-check"
import type { ContainerExport, Tag, Trigger, Variable } from "@tagwright/formats"
import { boolean, builtIn, condition, container, containerId, customEvent, customTemplate, dlv, folder, needs, rows, tag, template, trigger, variable } from "../../src/lint/build.ts"

/** Names as people give them: unique by their number, with what makes trouble in between. */
const name = (kind: string) => (index: number, text: string) => `${kind} ${index} ${text}`.trim()
const words = fc.constantFrom("", "lead", "Größe", "a|b", "100%", "<b>", '"x"', "日本", "a.b", "_", "constructor")

interface Parts {
  variables: Variable[]
  triggers: Trigger[]
}

const variables = fc.array(fc.record({ kind: fc.nat(6), text: words, target: fc.nat(20) }), { maxLength: 8 }).map((specs) =>
  specs.map(({ kind, text, target }, index): Variable => {
    const id = 100 + index
    const own = name("V")(index, text)
    // Only backwards, so that no circle comes about.
    const earlier = index === 0 ? "x" : `{{${name("V")(target % index, specs[target % index]?.text ?? "")}}}`
    const make = [
      () => dlv(id, own, text || "path"),
      () => variable(id, own, "c", [template("value", text || "x")]),
      () => variable(id, own, "jsm", [template("javascript", `function() { return ${index === 0 ? "1" : earlier}; }`)]),
      () => variable(id, own, "smm", [boolean("setDefaultValue", false), template("input", earlier), rows("map", ["key", "value"], { a: "1", b: earlier })]),
      () => variable(id, own, "gtes", [rows("eventSettingsTable", ["parameter", "parameterValue"], { shared: earlier })], null),
      () => variable(id, own, "brandnew", [template("anything", earlier)]),
      () => variable(id, own, `cvt_${containerId}_500`, [template("input", earlier)]),
    ][kind]
    return make ? make() : dlv(id, own, "path")
  }),
)

const triggers = fc.array(fc.record({ kind: fc.nat(5), text: words, operand: words }), { maxLength: 6 }).map((specs) =>
  specs.map(({ kind, text, operand }, index): Trigger => {
    const id = 200 + index
    const own = name("T")(index, text)
    const filter = [condition("CONTAINS", "{{Page Path}}", operand || "/")]
    const make = [
      () => customEvent(id, own, operand || "event", filter),
      () => trigger(id, own, "PAGEVIEW", { filter }),
      () => trigger(id, own, "CLICK", { filter: [condition("CSS_SELECTOR", "{{Click Element}}", ".a, .a *", "negate")] }),
      () => trigger(id, own, "SCROLL_DEPTH", { parameter: [boolean("verticalThresholdOn", true), template("verticalThresholdsPercent", "25, 50")] }),
      () => trigger(id, own, "BRAND_NEW_TYPE", {}),
      () => trigger(id, own, "ELEMENT_VISIBILITY", { parameter: [template("elementSelector", ".x"), template("onScreenRatio", operand)] }),
    ][kind]
    return make ? make() : customEvent(id, own, "event")
  }),
)

const tags = ({ variables: known, triggers: firing }: Parts): fc.Arbitrary<Tag[]> =>
  fc.array(fc.record({ kind: fc.nat(6), text: words, trigger: fc.nat(20), variable: fc.nat(20), paused: fc.boolean() }), { maxLength: 8 }).map((specs) =>
    specs.map(({ kind, text, trigger: at, variable: from, paused }, index) => {
      const value = known.length === 0 ? "x" : `{{${known[from % known.length]?.name}}}`
      const fires = firing.length === 0 ? ["2147479553"] : [firing[at % firing.length]?.triggerId ?? "2147479553"]
      const options = { ...(paused ? { paused } : {}), ...(index % 3 === 0 ? { consentSettings: needs("ad_storage") } : {}), ...(index % 4 === 1 ? { parentFolderId: "300" } : {}) }
      const own = name("Tag")(index, text)
      const parameters = [
        ["gaawe", [template("eventName", text || "event"), template("measurementIdOverride", "G-AAAA000000"), rows("eventSettingsTable", ["parameter", "parameterValue"], { [text || "a"]: value })]],
        ["googtag", [template("tagId", "G-AAAA000000"), rows("configSettingsTable", ["parameter", "parameterValue"], { user_id: value })]],
        ["html", [template("html", `<script>var x = ${value};</script>`), boolean("supportDocumentWrite", false)]],
        ["awct", [template("conversionId", "123456789"), template("conversionLabel", text || "label"), template("conversionValue", value)]],
        ["brandnew", [template("anything", value)]],
        [`cvt_${containerId}_500`, [template("input", value)]],
        ["img", [template("url", `https://pixel.example/?v=${value}`), boolean("useCacheBuster", true)]],
      ] as const
      const [type, parameter] = parameters[kind] ?? parameters[0]
      return tag(1 + index, own, type, [...parameter], fires, options)
    }),
  )

/** Web containers that Tag Manager would accept: every reference leads somewhere. */
export const acceptedContainer: fc.Arbitrary<ContainerExport> = fc
  .record({ variables, triggers })
  .chain((parts) => tags(parts).map((all) => ({ ...parts, all })))
  .map(({ variables: known, triggers: firing, all }) => {
    const some = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list)
    const [tagList, triggerList, variableList] = [some(all), some(firing), some(known)]
    return container("WEB", {
      ...(tagList ? { tag: tagList } : {}),
      ...(triggerList ? { trigger: triggerList } : {}),
      ...(variableList ? { variable: variableList } : {}),
      folder: [folder(300, "F")],
      builtInVariable: [builtIn("PAGE_PATH", "Page Path"), builtIn("CLICK_ELEMENT", "Click Element")],
      customTemplate: [customTemplate(500, "Template", "TAG")],
    })
  })

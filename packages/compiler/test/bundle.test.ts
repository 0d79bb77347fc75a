import { compilePlan, compileWithoutKit, webContainer } from "@tagwright/compiler"
import { bundlePaths, type ContainerExport, type QaPlan } from "@tagwright/formats"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { folderWith, shopWith } from "./workshop.ts"

const fixture = new URL("fixtures/shop.plan.ts", import.meta.url).pathname
const container = async (path: string): Promise<ContainerExport> => JSON.parse((await compileWithoutKit(fixture)).files?.get(path) ?? "null")

describe("same plan, same bytes", () => {
  test("two builds in different folders have equal digests and equal files", async () => {
    const text = shopWith(["$schema"], undefined)
    const [a, b] = await Promise.all([folderWith({ "tagwright.plan.json": text }), mkdtemp(join(tmpdir(), "elsewhere-"))])
    await cp(join(a, "tagwright.plan.json"), join(b, "tagwright.plan.json"))
    const [one, two] = [await compilePlan(join(a, "tagwright.plan.json")), await compilePlan(join(b, "tagwright.plan.json"))]
    expect([...(one.bundle?.files ?? [])]).toEqual([...(two.bundle?.files ?? [])])
    await rm(b, { recursive: true })
  })

  test("no file of a bundle holds a secret's value or a path of the machine", async () => {
    const { bundle } = await compilePlan(fixture)
    for (const [path, text] of bundle?.files ?? []) expect(text, path).not.toContain(tmpdir())
  })
})

test("without the kit, everything else of a bundle is the same", async () => {
  const { bundle } = await compilePlan(fixture)
  const others = [...(bundle?.files ?? [])].filter(([path]) => !path.startsWith("kit/") && path !== bundlePaths.manifest)
  expect(others.length).toBeGreaterThan(10)
  expect(new Map((await compileWithoutKit(fixture)).files)).toEqual(new Map(others))
})

test("a plan without journeys gets one: the choice, then every page with what it pushes by itself", async () => {
  const shop: object = JSON.parse(shopWith(["journeys"], undefined))
  const viewed = { describe: "A page is shown", on: { load: true }, to: ["ga4"] }
  const events = { ...(Reflect.get(shop, "events") as object), page_view: viewed, plans_view: { ...viewed, on: { load: true, page: "plans" } } }
  const folder = await folderWith({ "tagwright.plan.json": JSON.stringify({ ...shop, events, pages: { home: { path: "/" }, plans: { path: "/plans/" } } }) })
  const { files } = await compileWithoutKit(join(folder, "tagwright.plan.json"))
  const { journeys }: QaPlan = JSON.parse(files?.get(bundlePaths.qaPlan) ?? "null")
  expect(Object.values(journeys).map(({ steps }) => steps)).toEqual([
    [{ visit: "/", expect: [] }, { consent: "scenario", expect: [] }, { visit: "/", expect: ["page_view"] }, { visit: "/plans/", expect: ["page_view", "plans_view"] }],
  ])
})

describe("D2.1 the containers", () => {
  test("every reference of the web container resolves and ids are unique", async () => {
    const { containerVersion: version } = await container("gtm/web.production.json")
    const ids = [...(version.tag ?? []).map((t) => t.tagId), ...(version.trigger ?? []).map((t) => t.triggerId), ...(version.variable ?? []).map((v) => v.variableId), ...(version.folder ?? []).map((f) => f.folderId)]
    expect(new Set(ids).size).toBe(ids.length)
    const known = new Set([...(version.variable ?? []).map(({ name }) => name), ...(version.builtInVariable ?? []).map(({ name }) => name), "_event"])
    const used = [...JSON.stringify([version.tag, version.trigger, version.variable]).matchAll(/\{\{([^}]+)\}\}/g)].map(([, name]) => name)
    expect(used.filter((name) => name === undefined || !known.has(name))).toEqual([])
    const triggers = new Set([...(version.trigger ?? []).map(({ triggerId }) => triggerId), "2147479553", "2147479572", "2147479573"])
    for (const tag of version.tag ?? []) expect([...(tag.firingTriggerId ?? []), ...(tag.blockingTriggerId ?? [])].filter((id) => !triggers.has(id)), tag.name).toEqual([])
  })

  test("P3 every marketing tag checks every consent type its category grants", async () => {
    const { containerVersion } = await container("gtm/web.production.json")
    const meta = containerVersion.tag?.find(({ name }) => name === "Meta — lead_submit")
    expect(meta?.consentSettings).toEqual({
      consentStatus: "NEEDED",
      consentType: { type: "LIST", list: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"].map((value) => ({ type: "TEMPLATE", value })) },
    })
    expect(meta?.blockingTriggerId).toHaveLength(1)
  })

  test("P1 a personal parameter appears in no container", async () => {
    const { files } = await compileWithoutKit(fixture)
    for (const path of ["gtm/web.production.json", "gtm/web.staging.json"]) expect(files?.get(path)).not.toContain("email")
  })

  test("T6 staging and production differ in nothing but ids and names of the environment", async () => {
    const flat = (text: string) => text.replaceAll(/\d{9}(?=")|GTM-\w+|G-\w+|\((staging|production)\)|containers\/\d+/g, "…").replace(/("value": ")(staging|production)(",?\s+\}\s+\],\s+"fingerprint")/, "$1…$3")
    const { files } = await compileWithoutKit(fixture)
    expect(flat(files?.get("gtm/web.staging.json") ?? "")).toBe(flat(files?.get("gtm/web.production.json") ?? ""))
  })

  test("an advanced consent mode leaves the Google tags to Google's own checks", async () => {
    const folder = await folderWith({ "tagwright.plan.json": shopWith(["consent", "mode"], "advanced") })
    const { plan } = await compileWithoutKit(join(folder, "tagwright.plan.json"))
    const tags = plan === undefined ? [] : (webContainer(plan, "production").containerVersion.tag ?? [])
    expect(tags.find(({ type }) => type === "googtag")?.consentSettings).toEqual({ consentStatus: "NOT_NEEDED" })
  })

  test("the file is written as Tag Manager writes it: 4 spaces, no final newline, no empty array", async () => {
    const text = (await compileWithoutKit(fixture)).files?.get("gtm/server.production.json") ?? ""
    expect(text).toMatch(/^\{\n {4}"exportFormatVersion": 2,\n {4}"exportTime"/)
    expect(text.endsWith("}")).toBe(true)
    expect(text).not.toMatch(/": \[\]/)
  })
})

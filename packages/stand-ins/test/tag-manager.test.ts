import { readFile } from "node:fs/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTagManager, type TagManagerStandIn } from "../src/index.ts"
import { compileRules } from "../src/tag-manager/compile-rules.ts"
import { saveRules } from "../src/tag-manager/save-rules.ts"

let standIn: TagManagerStandIn
let workspace = ""
let now = Date.UTC(2026, 0, 1)
beforeAll(async () => {
  standIn = await startTagManager({ containers: [{ publicId: "GTM-AAAA", usageContext: "web" }, { publicId: "GTM-BBBB", usageContext: "server" }], token: "secret", clock: () => now })
  const { path } = (await call("GET", "accounts/containers:lookup?tagId=GTM-AAAA")).body
  workspace = `${path}/workspaces/2`
})
afterAll(() => standIn.close())

const call = async (method: string, path: string, body?: unknown, token = "secret") => {
  now += 5000
  const answer = await fetch(`${standIn.url}/tagmanager/v2/${path}`, { method, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() }
}
const refusal = async (method: string, path: string, body?: unknown) => {
  const answer = await call(method, path, body)
  return [answer.status, answer.body.error?.message]
}

describe("the Tag Manager stand-in", () => {
  test("lets nobody in without the token, and no call through beyond the quota", async () => {
    expect((await call("GET", "accounts/containers:lookup?tagId=GTM-AAAA", undefined, "wrong")).status).toBe(401)
    const hasty = await startTagManager({ containers: [], token: "t", quota: { most: 2, windowMs: 1000 }, clock: () => now })
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${hasty.url}/tagmanager/v2/accounts/containers:lookup?tagId=X`, { headers: { authorization: "Bearer t" } })).status)
    expect(statuses).toEqual([404, 404, 429])
    await hasty.close()
  })

  test("knows the API's paths, parameters and messages, and nothing else", async () => {
    expect(await refusal("GET", "accounts/1/gadgets")).toEqual([404, "Method not found."])
    expect(await refusal("GET", `${workspace}/tags?nonsense=1`)).toEqual([400, expect.stringContaining('Unknown name "nonsense"')])
    expect(await refusal("POST", `${workspace}/tags`, { name: "a", kind: "html" })).toEqual([400, expect.stringContaining('Unknown name "kind"')])
    expect(await refusal("POST", `${workspace}/tags`, { name: "a", type: "html", paused: "yes" })).toEqual([400, expect.stringContaining("Invalid value at 'paused' (TYPE_BOOL)")])
    expect(await refusal("POST", `${workspace}/tags`, { name: "a", type: "html", parameter: [{ type: "template", key: "html", value: 1 }] })).toEqual([400, expect.stringContaining("Invalid value at 'parameter[0].value' (TYPE_STRING)")])
    expect((await call("GET", "accounts/1/user_permissions")).status).toBe(501)
  })

  test.each([
    ["name", "tags", { type: "html" }, "must not be empty"],
    ["type", "tags", { name: "a" }, "must not be empty"],
    ["type of trigger", "triggers", { name: "a", type: "formSubmit" }, "Unknown trigger type"],
    ["types inside", "variables", { name: "a", type: "v", parameter: [{ type: "TEMPLATE", key: "name", value: "x" }] }, 'Invalid value "TEMPLATE" for parameter type'],
    ["custom event", "triggers", { name: "a", type: "customEvent" }, "exactly one custom-event filter"],
    ["triggers of a tag", "tags", { name: "a", type: "html", firingTriggerId: ["77"] }, "unknown trigger: 77"],
    ["members of a group", "triggers", { name: "a", type: "triggerGroup", parameter: [{ type: "list", key: "triggerIds", list: [{ type: "triggerReference", value: "77" }] }] }, "unknown trigger: 77"],
    ["folder", "tags", { name: "a", type: "html", parentFolderId: "77" }, "Unknown parent folder"],
    ["type of a template", "tags", { name: "a", type: "cvt_1_2" }, "Unknown entity type (template public ID: cvt_1_2)"],
    ["source of a template", "templates", { name: "a", templateData: "x" }, "must not be empty"],
    ["constant", "variables", { name: "a", type: "c", parameter: [{ type: "template", key: "value", value: "" }] }, "must not be empty"],
    ["GA4 event", "tags", { name: "a", type: "gaawe", parameter: [{ type: "template", key: "eventName", value: "x" }] }, "measurementIdOverride"],
    ["digits for Google Ads", "tags", { name: "a", type: "sgtmadsct", parameter: [{ type: "template", key: "conversionId", value: "AW-1" }] }, "positive integer or 0"],
  ])("refuses to save what breaks the rule: %s", async (_rule, collection, entity, words) => {
    expect(await refusal("POST", `${workspace}/${collection}`, entity)).toEqual([400, expect.stringContaining(words)])
  })

  test("refuses a second entity of one name, and a change to what somebody changed meanwhile", async () => {
    const made = (await call("POST", `${workspace}/triggers`, { name: "twice", type: "pageview" })).body
    expect(await refusal("POST", `${workspace}/triggers`, { name: "twice", type: "pageview" })).toEqual([400, "Found entity with duplicate name."])
    const changed = await call("PUT", `${made.path}?fingerprint=${made.fingerprint}`, { ...made, notes: "first" })
    expect(changed.status).toBe(200)
    expect(await refusal("PUT", `${made.path}?fingerprint=${made.fingerprint}`, { ...made, notes: "second" })).toEqual([412, expect.stringContaining("fingerprint")])
    expect((await call("DELETE", made.path)).status).toBe(200)
  })

  test("takes all changes of one call or none, with ids new_1, new_2, …", async () => {
    const before = (await call("GET", `${workspace}/tags`)).body
    const tag = (id: string, folder: string) => ({ changeStatus: "added", tag: { tagId: id, name: `tag ${id}`, type: "html", parentFolderId: folder } })
    const folder = { changeStatus: "added", folder: { folderId: "new_1", name: "f" } }
    expect(await refusal("POST", `${workspace}/bulk_update`, { changes: [folder, tag("new_2", "new_1"), tag("3", "new_1")] })).toEqual([400, expect.stringContaining("look like new_1")])
    expect((await call("GET", `${workspace}/tags`)).body).toEqual(before)
    const done = (await call("POST", `${workspace}/bulk_update`, { changes: [folder, tag("new_2", "new_1")] })).body
    expect(done.changes[1].tag.parentFolderId).toBe(done.changes[0].folder.folderId)
  })

  test("compiles: a preview and a version say what is wrong, and nothing is made", async () => {
    const { path } = (await call("GET", "accounts/containers:lookup?tagId=GTM-BBBB")).body
    const own = `${path}/workspaces/2`
    const add = (collection: string, entity: unknown) => call("POST", `${own}/${collection}`, entity)
    await add("variables", { name: "a", type: "c", parameter: [{ type: "template", key: "value", value: "{{b}}" }] })
    await add("variables", { name: "b", type: "c", parameter: [{ type: "template", key: "value", value: "{{a}} {{c}}" }] })
    await add("tags", { name: "t", type: "http_request", setupTag: [{ tagName: "none" }] })
    const preview = (await call("POST", `${own}:quick_preview`)).body
    expect(new Set(preview.compilerErrors.map(({ errorType }: { errorType: string }) => errorType))).toEqual(new Set(["unknownMacroInstance", "macroCycle", "unknownTagInstance"]))
    const version = (await call("POST", `${own}:create_version`, { name: "v" })).body
    expect(version).toMatchObject({ compilerError: true })
    expect(version.containerVersion).toBeUndefined()
  })

  test("three workspaces, versions that stay, one of them live", async () => {
    const { path } = (await call("GET", "accounts/containers:lookup?tagId=GTM-AAAA")).body
    await call("POST", `${path}/workspaces`, { name: "two" })
    await call("POST", `${path}/workspaces`, { name: "three" })
    expect(await refusal("POST", `${path}/workspaces`, { name: "four" })).toEqual([400, expect.stringContaining("Maximum number of workspaces")])
    expect((await call("GET", `${path}/versions:live`)).status).toBe(404)
    const { containerVersion } = (await call("POST", `${workspace}:create_version`, { name: "first" })).body
    expect(await refusal("POST", `${containerVersion.path}:publish?fingerprint=1`)).toEqual([412, expect.stringContaining("fingerprint")])
    await call("POST", `${containerVersion.path}:publish?fingerprint=${containerVersion.fingerprint}`)
    expect(standIn.live("GTM-AAAA")).toBe(containerVersion.containerVersionId)
    expect(await refusal("DELETE", containerVersion.path)).toEqual([400, "The live version cannot be deleted"])
  })

  test("the page lists exactly the rules that are checked", async () => {
    const page = await readFile(new URL("../../../docs/stand-ins.md", import.meta.url), "utf8")
    const section = page.split("\n## Tag Manager API")[1]?.split("\n## ")[0] ?? ""
    const cells = [...section.matchAll(/^\| ([^|]+?) \|/gm)].map((row) => row[1] ?? "").filter((cell) => cell !== "rule" && cell !== "---" && cell !== "compiler error")
    expect(cells).toEqual([...Object.keys(saveRules), ...Object.keys(compileRules)])
  })
})

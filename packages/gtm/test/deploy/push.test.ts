import type { ContainerExport } from "@tagwright/formats"
import { afterEach, describe, expect, it } from "vitest"
import { applyPush, createPace, createVersion, findContainer, findWorkspace, liveVersion, openTagManager, planPush, previewWorkspace } from "../../src/deploy/index.ts"
import { compareContainers } from "../../src/format.ts"
import { dlv, tag, template } from "../../src/lint/build.ts"
import { samples } from "../support/samples.ts"
import { online, publicId, sample } from "./online.ts"

const open: { close: () => Promise<void> }[] = []
const start = async (kind: "web" | "server" = "web") => {
  const made = await online(kind)
  open.push(made)
  return made
}
afterEach(async () => void (await Promise.all(open.splice(0).map(({ close }) => close()))))

const edited = (change: (version: ContainerExport["containerVersion"]) => void): ContainerExport => {
  const made = sample("a web container")
  change(made.containerVersion)
  return made
}

describe("push", () => {
  it.each(samples)("%s arrives whole in the workspace, takes the calls it said, and is nothing to do the second time", async (_, make) => {
    const wanted = make()
    const { tagManager, container, standIn } = await start(wanted.containerVersion.container?.usageContext[0] === "SERVER" ? "server" : "web")
    const plan = await planPush(tagManager, { container, wanted })
    const before = tagManager.calls
    const { workspace, errors } = await applyPush(tagManager, { container, wanted }, plan)
    expect(errors).toEqual([])
    expect(tagManager.calls - before).toBe(plan.calls)
    expect(compareContainers((await previewWorkspace(tagManager, workspace)).content, wanted)).toEqual([])
    const again = await planPush(tagManager, { container, wanted })
    expect(again.changes).toEqual([])
    expect(await liveVersion(tagManager, container)).toBeUndefined()
    expect(standIn.received().filter(({ verdict, path }) => verdict !== "accepted" && !path.endsWith(":live"))).toEqual([])
  })

  it("sends only what changed, keeps ids, and takes a rename for a rename", async () => {
    const { tagManager, container, standIn } = await start()
    const first = sample("a web container")
    await applyPush(tagManager, { container, wanted: first }, await planPush(tagManager, { container, wanted: first }))
    const wanted = edited((version) => {
      version.variable = (version.variable ?? []).map((one) => (one.name === "const.ads_id" ? { ...one, parameter: [template("value", "987654321")] } : one))
      version.trigger = (version.trigger ?? []).map((one) => (one.triggerId === "33" ? { ...one, name: "T — Scroll — renamed" } : one))
      version.tag = (version.tag ?? []).filter(({ name }) => name !== "Own template")
    })
    const plan = await planPush(tagManager, { container, wanted })
    expect(plan.changes.map(({ status, kind, name }) => [status, kind, name])).toEqual([
      ["deleted", "tag", "Own template"],
      ["updated", "trigger", "T — Scroll — renamed"],
      ["updated", "variable", "const.ads_id"],
    ])
    await applyPush(tagManager, { container, wanted }, plan)
    const sent = standIn.received().filter(({ path }) => path.endsWith("/bulk_update")).at(-2)?.body
    expect(JSON.stringify(sent)).toContain("987654321")
    expect((await planPush(tagManager, { container, wanted })).changes).toEqual([])
  })

  it("keeps what others made when it is told to", async () => {
    const { tagManager, container } = await start()
    const theirs = sample("an old web container")
    await applyPush(tagManager, { container, wanted: theirs }, await planPush(tagManager, { container, wanted: theirs }))
    const input = { container, wanted: sample("a web container"), keepOthers: true }
    const plan = await planPush(tagManager, input)
    expect(plan.changes.every(({ status }) => status !== "deleted")).toBe(true)
    const { workspace } = await applyPush(tagManager, input, plan)
    const names = (await previewWorkspace(tagManager, workspace)).content.containerVersion.tag?.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(["UA pageview", "GA4 — lead_submit"]))
  })

  it("never waits less than the quota wants, and says what each call is for", async () => {
    const { tagManager, container, standIn, said } = await start()
    const wanted = sample("a web container")
    await applyPush(tagManager, { container, wanted }, await planPush(tagManager, { container, wanted }))
    const times = standIn.received().map(({ at }) => at)
    expect(Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))).toBeGreaterThanOrEqual(4000)
    expect(said).toContain("reading the workspace Tagwright")
  })

  it("says what the compiler says", async () => {
    const { tagManager, container } = await start()
    const wanted = edited((version) => void (version.tag = [...(version.tag ?? []), tag(90, "Broken", "html", [template("html", "{{no such variable}}")], ["2147479553"])]))
    const { errors } = await applyPush(tagManager, { container, wanted }, await planPush(tagManager, { container, wanted }))
    expect(errors).toEqual(['unknownMacroInstance: Unknown variable "no such variable" found in "Broken"'])
  })

  it("refuses a container of the other kind before it writes anything", async () => {
    const { tagManager, container, standIn } = await start()
    await expect(planPush(tagManager, { container, wanted: sample("a server container") })).rejects.toMatchObject({ code: "container-other-kind", whose: "caller" })
    expect(standIn.received().every(({ method }) => method === "GET")).toBe(true)
  })

  it("stops where somebody published a change to the same thing meanwhile", async () => {
    const { tagManager, container } = await start()
    const base = sample("a web container")
    await applyPush(tagManager, { container, wanted: base, workspace: "One" }, await planPush(tagManager, { container, wanted: base, workspace: "One" }))
    const one = await findWorkspace(tagManager, container, "One")
    if (!one) throw new Error("no workspace")
    await createVersion(tagManager, one, { name: "base", notes: "" })
    const value = (text: string) => edited((version) => void (version.variable = (version.variable ?? []).map((each) => (each.name === "dlv.form_id" ? dlv(52, "dlv.form_id", text) : each))))
    for (const name of ["Two", "Three"]) await applyPush(tagManager, { container, wanted: value(name), workspace: name }, await planPush(tagManager, { container, wanted: value(name), workspace: name }))
    const two = await findWorkspace(tagManager, container, "Two")
    if (two) await createVersion(tagManager, two, { name: "two", notes: "" })
    await expect(planPush(tagManager, { container, wanted: base, workspace: "Three" })).rejects.toMatchObject({ code: "workspace-behind" })
  })
})

describe("errors of the API", () => {
  it("names a wrong token's remedy and not the token", async () => {
    const { sign } = await start()
    const refused = findContainer(sign("s3cr3t-token"), publicId)
    await expect(refused).rejects.toMatchObject({ code: "api-credentials", whose: "caller" })
    await expect(refused).rejects.not.toThrow(/s3cr3t/)
  })

  it("says that a container is not there", async () => {
    const { tagManager } = await start()
    await expect(findContainer(tagManager, "GTM-NOTHERE")).rejects.toMatchObject({ code: "api-missing" })
  })

  it("gives up after a few tries when the quota stays used up, and carries on when it frees up", async () => {
    const { standIn, time, container } = await start()
    const open = (everyMs: number) => openTagManager({ credentials: { kind: "token", token: "let-me-in" }, url: standIn.url, pace: createPace(time, everyMs) })
    const hasty = open(0)
    await expect((async () => { for (;;) await liveVersion(hasty, container) })()).rejects.toMatchObject({ code: "api-quota", whose: "peer" })
    await expect(liveVersion(open(60_000), container)).resolves.toBeUndefined()
  })

  it("repeats a reading whose answer was lost, and no writing", async () => {
    const { tagManager, container, breakDown, standIn } = await start()
    breakDown({ call: 1, when: "after" })
    await expect(liveVersion(tagManager, container)).resolves.toBeUndefined()
    const wanted = sample("a web container")
    const plan = await planPush(tagManager, { container, wanted })
    breakDown({ call: 1, when: "after" })
    await expect(applyPush(tagManager, { container, wanted }, plan)).rejects.toMatchObject({ code: "api-unavailable" })
    expect(standIn.received().filter(({ method, path }) => method === "POST" && path.endsWith("/workspaces"))).toHaveLength(1)
  })
})

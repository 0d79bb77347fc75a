import { appendFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { deploy, type DeployInput, findBackup, listBackups, liveVersion, planDeploy, type LiveTarget, planRestore, planRollback, publishVersion, readVersion, restore, rollback, type TagManager } from "../../src/deploy/index.ts"
import { compareContainers } from "../../src/format.ts"
import { dlv } from "../../src/lint/build.ts"
import { online, publicId, sample } from "./online.ts"

const open: { close: () => Promise<void> }[] = []
const start = async () => {
  const made = await online()
  open.push(made)
  return made
}
afterEach(async () => void (await Promise.all(open.splice(0).map(({ close }) => close()))))

const first = sample("an old web container")
const second = sample("a web container")
const run = async (tagManager: TagManager, input: DeployInput) => deploy(tagManager, input, await planDeploy(tagManager, input))
const rollBack = async (tagManager: TagManager, target: Omit<LiveTarget, "approval">, to?: string) => rollback(tagManager, target, await planRollback(tagManager, target, to))
const liveContent = async (tagManager: TagManager, input: DeployInput) => (await liveVersion(tagManager, input.container))?.content

describe("deploy", () => {
  it("pushes, makes a version, backs up what was live, publishes; and has nothing to do the second time", async () => {
    const { tagManager, input, backups } = await start()
    expect(await run(tagManager, input(first))).toMatchObject({ changed: true, replaced: undefined })
    expect(await run(tagManager, input(second))).toMatchObject({ changed: true, replaced: { versionId: "2", publicId } })
    expect(compareContainers((await liveContent(tagManager, input(second))) ?? first, second)).toEqual([])
    expect(listBackups(backups, publicId).map(({ versionId }) => versionId)).toEqual(["2"])
    expect(await planDeploy(tagManager, input(second))).toEqual({ step: "nothing" })
  })

  it("ends the same wherever it was interrupted, before a call or after it, without a second version", async () => {
    for (const when of ["before", "after"] as const) {
      for (let call = 1, interrupted = true; interrupted; call++) {
        const { tagManager, input, standIn, breakDown, close } = await online()
        breakDown({ call, when })
        interrupted = await run(tagManager, input(second)).then(() => standIn.received().some(({ status }) => status === 503), () => true)
        await run(tagManager, input(second))
        expect(compareContainers((await liveContent(tagManager, input(second))) ?? first, second), `interrupted ${when} call ${call}`).toEqual([])
        expect(standIn.live(publicId), `interrupted ${when} call ${call}`).toBe("2")
        await close()
      }
    }
  })

  it("writes nothing to a production container without an approved decision, nor anything else than what was approved", async () => {
    const { tagManager, input, standIn } = await start()
    const { approval, ...without } = input(second)
    const plan = await planDeploy(tagManager, without)
    await expect(deploy(tagManager, without, plan)).rejects.toMatchObject({ code: "not-approved" })
    if (approval === undefined) throw new Error("no approval")
    await expect(deploy(tagManager, { ...without, approval: { ...approval, container: first } }, plan)).rejects.toMatchObject({ code: "not-what-was-approved" })
    expect(standIn.received().every(({ method }) => method === "GET")).toBe(true)
  })

  it("does not publish a version that somebody edited by hand after the approval", async () => {
    const { tagManager, input } = await start()
    const edited = { ...second, containerVersion: { ...second.containerVersion, variable: second.containerVersion.variable?.map((one) => (one.name === "dlv.form_id" ? dlv(52, one.name, "email") : one)) ?? [] } }
    await run(tagManager, { ...input(edited), production: false })
    await run(tagManager, input(first))
    await expect(publishVersion(tagManager, input(second), "2")).rejects.toMatchObject({ code: "not-what-was-approved" })
    await expect(publishVersion(tagManager, input(second), "7")).rejects.toMatchObject({ code: "api-missing" })
    expect((await liveVersion(tagManager, input(first).container))?.id).toBe("3")
  })
})

describe("roll back and restore", () => {
  it("puts the version before live again, and back, without a decision: both were live", async () => {
    const { tagManager, input } = await start()
    await run(tagManager, input(first))
    await run(tagManager, input(second))
    const { approval: _, ...target } = input(first)
    expect(await rollBack(tagManager, target)).toMatchObject({ versionId: "2", changed: true, replaced: { versionId: "3" } })
    expect(await rollBack(tagManager, target)).toMatchObject({ versionId: "3", changed: true })
    expect(await rollBack(tagManager, target, "3")).toMatchObject({ changed: false })
    await expect(rollBack(tagManager, target, "9")).rejects.toMatchObject({ code: "backup-missing" })
  })

  it("restores content whose version is gone, proven equal, also into an emptied workspace", async () => {
    const { tagManager, input, backups, container, elsewhere } = await start()
    await run(tagManager, input(first))
    await run(tagManager, input(second))
    const { approval: _, ...target } = input(first)
    expect(await elsewhere("DELETE", `${container.path}/versions/2`)).toBe(200)
    await expect(rollBack(tagManager, target)).rejects.toMatchObject({ code: "api-missing", message: expect.stringContaining("restore") })
    const restoring = { ...target, backup: findBackup(backups, publicId) }
    expect(await restore(tagManager, restoring, await planRestore(tagManager, restoring))).toMatchObject({ versionId: "4", changed: true, replaced: { versionId: "3" } })
    expect(compareContainers((await liveContent(tagManager, input(first))) ?? second, first)).toEqual([])
    const again = await restore(tagManager, restoring, await planRestore(tagManager, restoring))
    expect(again).toMatchObject({ versionId: "4", changed: false })
  })

  it("trusts no backup that was changed", async () => {
    const { tagManager, input, backups } = await start()
    await run(tagManager, input(first))
    await run(tagManager, input(second))
    const file = join(backups, publicId, readdirSync(join(backups, publicId)).find((name) => name === "v2.json") ?? "")
    appendFileSync(file, " ")
    const { approval: _, ...target } = input(first)
    await expect(rollBack(tagManager, target)).rejects.toMatchObject({ code: "backup-changed" })
    expect((await liveVersion(tagManager, target.container))?.id).toBe("3")
  })

  it("backs a version up with the same bytes whenever it is asked to", async () => {
    const { tagManager, input, container } = await start()
    await run(tagManager, input(first))
    const [one, other] = [await readVersion(tagManager, container, "2"), await liveVersion(tagManager, container)]
    expect(one?.text).toBe(other?.text)
    expect(one?.text.startsWith('{\n    "exportFormatVersion": 2,\n    "exportTime": "')).toBe(true)
  })
})

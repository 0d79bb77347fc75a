import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { currentLink, deployRelease, openJournal, readState, releaseCopy, ReleaseError, rollBack, undoInterrupted, type ApplyInput, type ContainerPort, type Receipt } from "../src/index.ts"
import { testFolder } from "./support/folder.ts"
import { NOW, packed, plan, ready, SIGNED_AT } from "./support/ready.ts"
import { packRelease } from "../src/index.ts"

/**
 * The outside of a deployment, in memory: Tag Manager's versions (a published one can be brought back, an unknown one is
 * refused) and a server that reads its plan when it is restarted. `dieAt` stops the world at the n-th call from outside,
 * before it has an effect or after it: like a process that is killed, the caller never hears of it again.
 */
const createWorld = (folder: string) => {
  const versions: string[] = []
  const world = { live: new Map<string, string>(), running: "nothing", calls: 0, dieAt: Number.POSITIVE_INFINITY, when: "before" as "before" | "after", failing: new Set<string>(), died: Promise.resolve() as Promise<void>, dead: () => {} }
  const outside = async <T>(name: string, effect: () => T): Promise<T> => {
    world.calls += 1
    const dies = world.calls === world.dieAt
    if (world.failing.has(name)) throw new Error(`${name} does not work`)
    if (dies && world.when === "before") {
      world.dead()
      return new Promise<T>(() => {})
    }
    const result = effect()
    if (dies) {
      world.dead()
      return new Promise<T>(() => {})
    }
    return result
  }
  const containers: ContainerPort = {
    deploy: (release, kind) =>
      outside("publish", () => {
        const content = `${kind} ${release}`
        if (!versions.includes(content)) versions.push(content)
        world.live.set(kind, String(versions.indexOf(content)))
        return String(versions.indexOf(content))
      }),
    bringBack: (version, kind) =>
      outside("bring back", () => {
        if (versions[Number(version)]?.startsWith(kind) !== true) throw new Error(`there is no version ${version}`)
        world.live.set(kind, version)
      }),
    live: (kind) => outside("live", () => world.live.get(kind)),
  }
  const input: ApplyInput = {
    folder,
    environment: "production",
    containers: { port: containers, kinds: ["web", "server"] },
    restart: () => outside("restart", () => void (world.running = existsSync(currentLink(folder)) ? (readlinkSync(currentLink(folder)).split("/")[1] ?? "") : "nothing")),
    smoke: (release) =>
      outside("smoke", () => {
        if (world.running !== release) throw new Error(`the server runs ${world.running}`)
        return "answered"
      }),
    now: () => NOW,
  }
  /** What visitors get: kit and server plan by the link, what the server runs, and each container. */
  const shown = () => ({
    link: existsSync(currentLink(folder)) ? readlinkSync(currentLink(folder)).split("/")[1] : "nothing",
    running: world.running,
    web: versions[Number(world.live.get("web"))]?.split(" ")[1],
    server: versions[Number(world.live.get("server"))]?.split(" ")[1],
    state: readState(folder).live,
  })
  /** Runs until it ends or the world dies. */
  const attempt = async (run: () => Promise<Receipt>): Promise<Receipt | "died"> => {
    const died = new Promise<"died">((resolve) => void (world.dead = () => resolve("died")))
    return Promise.race([run(), died])
  }
  return { world, input, shown, attempt, revive: () => void (world.dieAt = Number.POSITIVE_INFINITY) }
}

const all = (release: string) => ({ link: release, running: release, web: release, server: release, state: release })
const codeOf = async (run: () => Promise<unknown>): Promise<string> => {
  try {
    await run()
  } catch (error) {
    if (error instanceof ReleaseError) return error.code
    throw error
  }
  return "nothing thrown"
}
const shelf = mkdtempSync(join(tmpdir(), "tagwright-releases-"))
let first = ""
let second = ""
beforeAll(async () => {
  first = await packed("1.0.0", join(shelf, "first"))
  second = await packed("1.1.0", join(shelf, "second"))
})
afterAll(() => rmSync(shelf, { recursive: true, force: true }))
const place = async () => {
  const folder = join(testFolder(), "place")
  const created = createWorld(folder)
  await deployRelease({ ...created.input, release: first })
  created.world.calls = 0
  return { folder, ...created }
}

describe("A1 a release goes live whole, or not at all", () => {
  it("deploys, writes a receipt, and does nothing twice", async () => {
    const { input, shown, folder, world } = await place()
    expect(shown()).toEqual(all("v1.0.0"))
    const receipt = await deployRelease({ ...input, release: second })
    expect(receipt).toMatchObject({ outcome: "deployed", release: "v1.1.0", previous: "v1.0.0", live: "v1.1.0", signatures: [{ role: "privacy-officer", person: "Ama Boateng" }] })
    expect(shown()).toEqual(all("v1.1.0"))
    expect(readdirSync(join(folder, "receipts"))).toHaveLength(2)
    expect(openJournal(folder)).toBeUndefined()
    const before = world.live.get("web")
    await deployRelease({ ...input, release: second })
    expect(world.live.get("web")).toBe(before)
    expect(readState(folder).history).toHaveLength(2)
  })

  it.each(["restart", "publish", "smoke"])("takes everything back when %s fails", async (name) => {
    const { input, shown, world } = await place()
    world.failing.add(name)
    if (name === "restart") {
      // What breaks going forward may break going back: the journal keeps it until somebody mends it.
      await expect(deployRelease({ ...input, release: second })).rejects.toThrow("restart does not work")
      world.failing.clear()
      expect(await deployRelease({ ...input, release: second })).toMatchObject({ outcome: "undone" })
    } else expect(await deployRelease({ ...input, release: second })).toMatchObject({ outcome: "undone", reason: expect.stringContaining(`${name} does not work`), live: "v1.0.0" })
    expect(shown()).toEqual(all("v1.0.0"))
  })

  it("killed at any moment, the same command goes on to the end, and --undo to the beginning", async () => {
    let deaths = 0
    for (const when of ["before", "after"] as const)
      for (let at = 1; ; at++) {
        const forward = await place()
        Object.assign(forward.world, { dieAt: at, when })
        if ((await forward.attempt(() => deployRelease({ ...forward.input, release: second }))) !== "died") break
        deaths += 1
        forward.revive()
        // Somebody else's release has to wait.
        expect(await codeOf(() => deployRelease({ ...forward.input, release: first }))).toBe("deploy-interrupted")
        await deployRelease({ ...forward.input, release: second })
        expect(forward.shown(), `killed ${when} call ${at}, resumed`).toEqual(all("v1.1.0"))

        const back = await place()
        Object.assign(back.world, { dieAt: at, when })
        await back.attempt(() => deployRelease({ ...back.input, release: second }))
        back.revive()
        expect(await undoInterrupted(back.input)).toMatchObject({ outcome: "undone", live: "v1.0.0" })
        expect(back.shown(), `killed ${when} call ${at}, undone`).toEqual(all("v1.0.0"))
      }
    expect(deaths).toBeGreaterThanOrEqual(12)
  })

  it("killed while it is taken back, it goes on taking back", async () => {
    const { input, shown, world, attempt, revive } = await place()
    world.failing.add("smoke")
    world.dieAt = 6
    expect(await attempt(() => deployRelease({ ...input, release: second }))).toBe("died")
    revive()
    world.failing.clear()
    expect(await deployRelease({ ...input, release: second })).toMatchObject({ outcome: "undone" })
    expect(shown()).toEqual(all("v1.0.0"))
  })

  it("rolls back everywhere and proves it; a rollback that fails leaves what was live", async () => {
    const { input, shown, world } = await place()
    await deployRelease({ ...input, release: second })
    expect(await rollBack(input)).toMatchObject({ outcome: "rolled-back", release: "v1.0.0", previous: "v1.1.0", live: "v1.0.0" })
    expect(shown()).toEqual(all("v1.0.0"))
    world.failing.add("smoke")
    expect(await rollBack(input, "v1.1.0")).toMatchObject({ outcome: "undone", live: "v1.0.0" })
    expect(shown()).toEqual(all("v1.0.0"))
    expect(await codeOf(() => rollBack(input, "v9.9.9"))).toBe("nothing-to-roll-back-to")
  })

  it("rolls back to a release whose signatures have run out since it was live", async () => {
    const { input, shown } = await place()
    await deployRelease({ ...input, release: second })
    const later = { ...input, now: () => NOW + 200 * 86_400_000 }
    expect(await codeOf(() => deployRelease({ ...later, release: second }))).toBe("release-not-ready")
    expect(await rollBack(later)).toMatchObject({ outcome: "rolled-back", live: "v1.0.0" })
    expect(shown()).toEqual(all("v1.0.0"))
  })
})

describe("G nothing goes live that may not", () => {
  const refused = async (release: string, change: Partial<ApplyInput> = {}) => {
    const { input, shown } = await place()
    const code = await codeOf(() => deployRelease({ ...input, ...change, release }))
    expect(shown()).toEqual(all("v1.0.0"))
    return code
  }
  const broken = async (change: (dir: string) => void) => {
    const dir = packRelease({ ...(await ready()), version: "2.0.0" }).dir
    change(dir)
    return dir
  }
  it("one byte of kit, evidence or decision, a signature taken out or exchanged", async () => {
    for (const file of ["bundle/kit/tagwright.js", "evidence/records.ndjson", "evidence/decision.json", "evidence/signatures/privacy-officer.dsse.json"])
      expect(await refused(await broken((dir) => appendFileSync(join(dir, file), " "))), file).toBe("release-changed")
    expect(await refused(await broken((dir) => rmSync(join(dir, "evidence/signatures"), { recursive: true })))).toBe("release-changed")
  })
  it("half of a folder", async () => {
    expect(await refused(await broken((dir) => rmSync(join(dir, "release.json"))))).toBe("release-missing")
    expect(await refused(await broken((dir) => writeFileSync(join(dir, "release.json"), "{")))).toBe("release-malformed")
    expect(await refused(await broken((dir) => rmSync(join(dir, "bundle/server"), { recursive: true })))).toBe("release-changed")
  })
  it("signatures that are too old or come from the future; a clock that was set back", async () => {
    expect(await refused(second, { now: () => SIGNED_AT + 91 * 86_400_000 })).toBe("release-not-ready")
    expect(await refused(second, { now: () => SIGNED_AT - 86_400_000 })).toBe("clock-behind")
    const { input } = createWorld(join(testFolder(), "place"))
    await expect(deployRelease({ ...input, release: second, now: () => SIGNED_AT - 86_400_000 })).rejects.toThrow("signature-from-the-future")
  })
  it("a waiver that held when it was judged, and is over on the day", async () => {
    const waived = { ...plan, waivers: plan.waivers.map((waiver) => ({ ...waiver, expires: "2026-11-30" })) }
    expect(waived.waivers.length).toBeGreaterThan(0)
    const dir = packRelease({ ...(await ready(waived)), version: "2.0.0" }).dir
    const { input } = createWorld(join(testFolder(), "place"))
    await expect(deployRelease({ ...input, release: dir, now: () => Date.parse("2026-12-01T12:00:00Z") })).rejects.toThrow("v2.0.0 would not pass today: T1")
    expect((await deployRelease({ ...input, release: dir })).outcome).toBe("deployed")
  })
  it("a copy in the place that somebody edited is not rolled back to", async () => {
    const { input, folder, shown } = await place()
    await deployRelease({ ...input, release: second })
    appendFileSync(join(releaseCopy(folder, "v1.0.0"), "bundle/kit/tagwright.js"), "evil()")
    expect(await codeOf(() => rollBack(input))).toBe("release-changed")
    expect(shown()).toEqual(all("v1.1.0"))
  })
  it("a journal nobody can read stops everything", async () => {
    const { input, folder } = await place()
    writeFileSync(join(folder, "deploy.journal.json"), "{ half")
    expect(await codeOf(() => deployRelease({ ...input, release: second }))).toBe("journal-malformed")
    expect(readFileSync(join(folder, "deploy.journal.json"), "utf8")).toBe("{ half")
  })
})

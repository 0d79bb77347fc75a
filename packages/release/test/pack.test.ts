import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { openRelease, packRelease, planChanges, ReleaseError } from "../src/index.ts"
import { NOW, plan, ready } from "./support/ready.ts"

const codeOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (error instanceof ReleaseError) return error.code
    throw error
  }
  return "nothing thrown"
}

describe("a release", () => {
  it("holds what was judged and signed, and can be checked on another machine", async () => {
    const input = await ready()
    const { dir, manifest } = packRelease(input)
    expect(Object.keys(manifest.files)).toEqual(expect.arrayContaining(["CHANGES.md", "bundle/kit/tagwright.js", "evidence/decision.json", "evidence/signatures/privacy-officer.dsse.json"]))
    expect(openRelease(dir, NOW).check).toMatchObject({ ok: true })
  })

  it("is the same bytes when it is packed again elsewhere", async () => {
    const input = await ready()
    expect(packRelease(input).manifest).toEqual(packRelease({ ...input, out: join(input.dir, "elsewhere") }).manifest)
  })

  it("is not packed without a signature, with changed evidence, twice, or under no version", async () => {
    const input = await ready()
    expect(codeOf(() => packRelease({ ...input, version: "next" }))).toBe("release-version")
    packRelease(input)
    expect(codeOf(() => packRelease(input))).toBe("release-exists")
    rmSync(join(input.evidenceDir, "signatures"), { recursive: true })
    expect(codeOf(() => packRelease({ ...input, version: "1.0.1" }))).toBe("release-not-ready")
    appendFileSync(join(input.evidenceDir, "records.ndjson"), "\n")
    expect(codeOf(() => packRelease({ ...input, version: "1.0.1" }))).toBe("release-not-ready")
    appendFileSync(join(input.bundleDir, "kit/tagwright.js"), "evil()")
    expect(codeOf(() => packRelease({ ...input, version: "1.0.1" }))).toBe("bundle-changed")
    expect(existsSync(join(input.out, "release-v1.0.1"))).toBe(false)
  })

  it("is refused when one byte of it was changed, or half of it is missing", async () => {
    const { dir } = packRelease(await ready())
    appendFileSync(join(dir, "CHANGES.md"), " ")
    expect(codeOf(() => openRelease(dir, NOW))).toBe("release-changed")
    rmSync(join(dir, "release.json"))
    expect(codeOf(() => openRelease(dir, NOW))).toBe("release-missing")
    writeFileSync(join(dir, "release.json"), "{ half")
    expect(codeOf(() => openRelease(dir, NOW))).toBe("release-malformed")
  })

  it("says what changed since the one before", async () => {
    const first = packRelease(await ready())
    const { refund: _, ...events } = plan.events
    const withClick = plan.events["cta_click"]
    const after = { ...plan, events: { ...events, ...(withClick === undefined ? {} : { cta_click: { ...withClick, describe: "Another word for it" } }) } }
    expect(planChanges(plan, after)).toEqual([
      { change: "changed", what: "event", name: "cta_click" },
      { change: "removed", what: "event", name: "refund" },
    ])
    const input = await ready({ ...plan, parameters: { ...plan.parameters, topic: { id: "topic", type: "string", describe: "New", maxLength: 100, privacy: "none" } } })
    const second = packRelease({ ...input, version: "1.1.0", previous: first.dir })
    expect(readFileSync(join(second.dir, "CHANGES.md"), "utf8")).toBe("# v1.1.0\n\n## Added\n\n- parameter `topic`\n")
  })
})

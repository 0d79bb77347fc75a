import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createEvidence, EvidenceError, openEvidence, verifyEvidence, type EvidenceErrorCode } from "../src/index.ts"
import { testFolder } from "./folder.ts"
import { push, records, run } from "./sample.ts"

const write = async (dir: string) => {
  const evidence = createEvidence(dir)
  for (const record of records) evidence.write(record)
  evidence.attach("screenshots/all/home-0.png", new Uint8Array([1, 2, 3]))
  evidence.attach("network.har", "{}")
  return evidence.seal()
}

const errorOf = (act: () => unknown): EvidenceError => {
  try {
    act()
  } catch (error) {
    if (error instanceof EvidenceError) return error
    throw error
  }
  throw new Error("nothing was thrown")
}
const codeOf = (act: () => unknown): EvidenceErrorCode => errorOf(act).code

describe("writing evidence", () => {
  it("gives back what was written, in the order of the walk", async () => {
    const dir = join(testFolder(), "run")
    const digest = await write(dir)
    const evidence = openEvidence(dir)
    expect(evidence.records).toEqual(records.map((record, order) => ({ ...record, volatile: { order } })))
    expect(evidence.recordsOf("push").map((record) => record.event)).toEqual(["page_view", "cta_click", "page_view"])
    expect([...evidence.attachment("screenshots/all/home-0.png")]).toEqual([1, 2, 3])
    expect(evidence.seal.digest).toBe(digest)
  })

  it("gives the same digest whatever order journeys ran in", async () => {
    const folder = testFolder()
    const digests = await Promise.all(
      [records, records.toReversed()].map((list, index) => {
        const evidence = createEvidence(join(folder, String(index)))
        for (const record of list) evidence.write(record)
        return evidence.seal()
      }),
    )
    expect(new Set(digests).size).toBe(1)
  })

  it("refuses every use after the seal", async () => {
    const evidence = createEvidence(join(testFolder(), "run"))
    evidence.write(run)
    await evidence.seal()
    expect(codeOf(() => evidence.write(run))).toBe("evidence-sealed")
    expect(codeOf(() => evidence.attach("a.txt", "a"))).toBe("evidence-sealed")
    await expect(evidence.seal()).rejects.toThrow("closed")
  })

  it("leaves no folder when the run does not finish, and keeps the one before", async () => {
    const dir = join(testFolder(), "run")
    const digest = await write(dir)
    const second = createEvidence(dir)
    second.write(run)
    expect(openEvidence(dir).seal.digest).toBe(digest)
    second.abandon()
    expect(readdirSync(join(dir, ".."))).toEqual(["run"])
  })

  it("replaces older evidence, and nothing that is not evidence", async () => {
    const folder = testFolder()
    const dir = join(folder, "run")
    await write(dir)
    expect(await write(dir)).toBe(openEvidence(dir).seal.digest)
    writeFileSync(join(folder, "thesis.txt"), "years of work")
    expect(codeOf(() => createEvidence(folder))).toBe("evidence-folder-taken")
  })

  it.each(["../out.txt", "/etc/x", "a/../b", "", "a//b", ".hidden", "seal.json", "records.ndjson", "report/x.js", "a\\b", "a b"])(
    "refuses an attachment called %j",
    (path) => {
      const evidence = createEvidence(join(testFolder(), "run"))
      expect(codeOf(() => evidence.attach(path, "x"))).toBe("evidence-path")
      evidence.abandon()
    },
  )

  it("refuses the same attachment twice and a record that lacks a field", () => {
    const evidence = createEvidence(join(testFolder(), "run"))
    evidence.attach("a.txt", "a")
    expect(codeOf(() => evidence.attach("a.txt", "b"))).toBe("evidence-path")
    const { violations: _, ...broken } = push("x")
    expect(errorOf(() => Reflect.apply(evidence.write, undefined, [broken])).message).toContain("violations")
    evidence.abandon()
  })
})

describe("opening evidence", () => {
  it("names every file that was changed, added or taken away", async () => {
    const dir = join(testFolder(), "run")
    await write(dir)
    appendFileSync(join(dir, "records.ndjson"), "\n")
    rmSync(join(dir, "network.har"))
    writeFileSync(join(dir, "extra.txt"), "x")
    const error = errorOf(() => openEvidence(dir))
    expect(error.code).toBe("evidence-changed")
    expect(error.files.toSorted()).toEqual(["extra.txt", "network.har", "records.ndjson"])
    expect(error.message).toMatch(/network\.har is missing.*extra\.txt was added/)
  })

  it("finds a seal that was written again to fit a changed file", async () => {
    const dir = join(testFolder(), "run")
    const digest = await write(dir)
    const seal = readFileSync(join(dir, "seal.json"), "utf8")
    writeFileSync(join(dir, "seal.json"), seal.replace(/"network\.har":"./, '"network.har":"z'))
    expect(verifyEvidence(dir).faults).toEqual([{ path: "seal.json", fault: "seal" }, { path: "network.har", fault: "changed" }])
    expect(digest).toHaveLength(64)
  })

  it("finds a link put in place of a file", async () => {
    const dir = join(testFolder(), "run")
    await write(dir)
    cpSync(join(dir, "network.har"), join(dir, "..", "copy.har"))
    rmSync(join(dir, "network.har"))
    symlinkSync(join(dir, "..", "copy.har"), join(dir, "network.har"))
    expect(verifyEvidence(dir).faults).toEqual([{ path: "network.har", fault: "changed" }])
  })

  it("lets the report and the decision stand beside the sealed files", async () => {
    const dir = join(testFolder(), "run")
    await write(dir)
    mkdirSync(join(dir, "report"))
    for (const path of ["index.html", "decision.json", "report/app.js"]) writeFileSync(join(dir, path), "x")
    expect(openEvidence(dir).records).toHaveLength(records.length)
  })

  it("detects any single changed byte", async () => {
    const dir = join(testFolder(), "run")
    await write(dir)
    const paths = ["records.ndjson", "network.har", "screenshots/all/home-0.png"]
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.nat(), fc.integer({ min: 1, max: 255 }), (path, position, flip) => {
        const whole = readFileSync(join(dir, path))
        const changed = Uint8Array.from(whole)
        const at = position % changed.length
        changed[at] = (changed[at] ?? 0) ^ flip
        writeFileSync(join(dir, path), changed)
        const { faults } = verifyEvidence(dir)
        writeFileSync(join(dir, path), whole)
        return faults.length === 1 && faults[0]?.path === path
      }),
      { numRuns: 60 },
    )
  })

  it.each<[EvidenceErrorCode, (dir: string) => void]>([
    ["evidence-missing", (dir) => rmSync(dir, { recursive: true })],
    ["evidence-unsealed", (dir) => rmSync(join(dir, "seal.json"))],
    ["evidence-malformed", (dir) => writeFileSync(join(dir, "seal.json"), "{ half")],
    ["evidence-malformed", (dir) => writeFileSync(join(dir, "seal.json"), '{"version":1,"digest":"x","files":{"../../etc/passwd":"x"}}')],
    ["evidence-from-the-future", (dir) => writeFileSync(join(dir, "seal.json"), '{"version":2,"seals":[]}')],
  ])("says %s in one message with a way out", async (code, spoil) => {
    const dir = join(testFolder(), "run")
    await write(dir)
    spoil(dir)
    const error = errorOf(() => openEvidence(dir))
    expect(error.code).toBe(code)
    expect(error.help.length).toBeGreaterThan(20)
  })
})

describe("archived samples", () => {
  it("opens version 1", () => {
    expect(openEvidence(join(import.meta.dirname, "samples/v1")).records).toEqual(records)
  })
  it("says that a record from a newer Tagwright needs a newer Tagwright", () => {
    expect(codeOf(() => openEvidence(join(import.meta.dirname, "samples/from-the-future")))).toBe("evidence-from-the-future")
  })
})

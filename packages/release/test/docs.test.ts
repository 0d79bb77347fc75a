import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gateIds, gates } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { commonCodes } from "../src/decide.ts"
import { gateTable } from "../src/index.ts"

const page = readFileSync(join(import.meta.dirname, "../../../docs/gates.md"), "utf8")
const section = (title: string): string => page.split(/^## /m).find((part) => part.startsWith(title)) ?? ""
const documented = (text: string): string[] => [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code = ""]) => code)

describe("docs/gates.md", () => {
  it.each(gateIds)("lists exactly the codes of %s, under its title", (id) => {
    expect(section(id)).toContain(`${id} — ${gates[id].title}`)
    expect(documented(section(id))).toEqual(Object.keys(gateTable[id].codes))
  })
  it("lists the codes that every gate can have", () => {
    expect(documented(section("Every gate"))).toEqual(Object.keys(commonCodes))
  })
  it("names what each gate needs", () => {
    for (const gate of Object.values(gateTable)) for (const kind of gate.needs) expect(section(gate.id)).toContain(`\`${kind}\``)
  })
})

it("no code belongs to two gates, and each says what to do", () => {
  const codes = Object.values(gateTable).flatMap((gate) => Object.entries(gate.codes))
  const names = [...codes.map(([code]) => code), ...Object.keys(commonCodes)]
  expect(names.length).toBe(new Set(names).size)
  for (const [code, help] of codes) expect(help.length, code).toBeGreaterThan(20)
})

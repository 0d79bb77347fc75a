import { join } from "node:path"
import type { EvidenceRecord } from "@tagwright/formats"
import { expect, it } from "vitest"
import { compareEvidence, createEvidence, openEvidence } from "../src/index.ts"
import { testFolder } from "./folder.ts"
import { push, records, run } from "./sample.ts"

const evidenceOf = async (list: EvidenceRecord[], attachments: Record<string, string> = {}) => {
  const dir = join(testFolder(), "run")
  const writer = createEvidence(dir)
  for (const record of list) writer.write(record)
  for (const [path, text] of Object.entries(attachments)) writer.attach(path, text)
  await writer.seal()
  return openEvidence(dir)
}

it("finds nothing in two runs that differ in volatile members only", async () => {
  const a = await evidenceOf([{ ...run, volatile: { started: 1 } }, push("page_view", { volatile: { id: "a" } })])
  const b = await evidenceOf([{ ...run, volatile: { started: 2 } }, push("page_view", { volatile: { id: "b" } })])
  expect(compareEvidence(a, b)).toEqual([])
})

it("tells what came, what went and which member changed", async () => {
  const a = await evidenceOf([run, push("page_view"), push("cta_click", { message: { event: "cta_click", section: "hero" } })], { "a.png": "1" })
  const b = await evidenceOf([run, push("cta_click", { message: { event: "cta_click", section: "footer" } }), push("form_start")], { "a.png": "2" })
  expect(compareEvidence(a, b)).toEqual([
    { change: "changed", kind: "push", name: "all / reads / 0 / push cta_click", members: ["message.section"] },
    { change: "removed", kind: "push", name: "all / reads / 0 / push page_view", members: [] },
    { change: "added", kind: "push", name: "all / reads / 0 / push form_start", members: [] },
    { change: "changed", kind: "attachment", name: "a.png", members: [] },
  ])
})

it("sees that the same event came twice", async () => {
  const a = await evidenceOf(records)
  const b = await evidenceOf([...records, push("page_view")])
  expect(compareEvidence(a, b)).toEqual([{ change: "added", kind: "push", name: "all / reads / 0 / push page_view", members: [] }])
})

import { compileWithoutKit } from "@tagwright/compiler"
import { bundlePaths, type ContainerCheckRecord, type ContainerExport, type QaPlan } from "@tagwright/formats"
import { environmentRecords, type BuiltContainers } from "@tagwright/qa"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

const studio = join(import.meta.dirname, "../../../examples/studio/tagwright.plan.ts")

interface Built {
  plan: QaPlan
  containers: Map<string, Required<BuiltContainers>>
}
const built = async (file: string): Promise<Built> => {
  const { files } = await compileWithoutKit(file)
  const read = (path: string) => JSON.parse(files?.get(path) ?? "null")
  const container = (side: "web" | "server", environment: string): ContainerExport => read(bundlePaths.container(side, environment))
  return { plan: read(bundlePaths.qaPlan), containers: new Map(["staging", "production"].map((name) => [name, { web: container("web", name), server: container("server", name) }])) }
}

let perEnvironment: Built
let shared: Built
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-style-"))
  const file = join(folder, "tagwright.plan.ts")
  const text = await readFile(studio, "utf8")
  await writeFile(file, text.replace(/from "tagwright"/, `from ${JSON.stringify(join(import.meta.dirname, "../src/index.ts"))}`).replace("export default definePlan({", 'export default definePlan({\n  container: { style: "lookup" },'))
  ;[perEnvironment, shared] = [await built(studio), await built(file)]
})
afterAll(() => rm(folder, { recursive: true }))

/** The records with one text of one container replaced. */
const judged = ({ plan, containers }: Built, side: "web" | "server" = "web", environment = "production", change: (text: string) => string = (text) => text): ContainerCheckRecord[] => {
  const tampered = new Map(containers)
  const own = tampered.get(environment)
  if (own !== undefined) tampered.set(environment, { ...own, [side]: JSON.parse(change(JSON.stringify(own[side]))) })
  return environmentRecords(plan, "staging", (name) => tampered.get(name) ?? {})
}
const undeclared = (records: readonly ContainerCheckRecord[]): string[] => records.filter(({ aspect }) => aspect === "undeclared").map(({ entity, found }) => `${entity}: ${found}`)

describe("T6 containers of two environments differ in what the plan gives each of them, and in nothing else", () => {
  test("a container per environment", () => {
    const records = judged(perEnvironment)
    expect(undeclared(records)).toEqual([])
    expect(records.filter(({ entity }) => entity.includes("const.ga4_measurement_id")).map(({ entity }) => entity.split(":")[0])).toEqual(["web", "server"])
  })
  test("one container that looks its ids up by host", () => {
    const records = judged(shared)
    expect(undeclared(records)).toEqual([])
    expect(records.length).toBeGreaterThan(0)
  })
  test.each([
    ["an id of staging in production", "web", "G-NLPROD0001", "G-NLSTAG0001"],
    ["the same in the server's container", "server", "G-NLPROD0001", "G-NLSTAG0001"],
    ["a value of another field", "web", "G-NLPROD0001", "northlight.example"],
    ["an id that the plan does not have", "web", "G-NLPROD0001", "G-SOMEONE00"],
    ["a tag that is paused in production only", "web", '"tagFiringOption":"ONCE_PER_EVENT"', '"paused":true,"tagFiringOption":"ONCE_PER_EVENT"'],
  ] as const)("planted: %s", (_, side, from, to) => {
    const found = undeclared(judged(perEnvironment, side, "production", (text) => text.replace(from, to)))
    expect(found.length).toBeGreaterThan(0)
    expect(found.every((line) => line.startsWith(`${side}:`))).toBe(true)
  })
  test("planted: a host of staging that looks up production's id", () => {
    const found = undeclared(judged(shared, "web", "staging", (text) => text.replace(/("value":"staging\.northlight\.example"\},\{[^}]*"value":")G-NLSTAG0001/, "$1G-NLPROD0001")))
    expect(found).toContain("web: lookup.ga4_measurement_id[staging.northlight.example]: G-NLPROD0001 of production")
  })
})

import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const file = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8")

describe("D3.2 the OpenAPI document", () => {
  it("describes exactly the addresses that the server answers", () => {
    const source = file("../src/start-server.ts") + ["api", "figures-api", "operations-api"].map((name) => file(`../src/ops/${name}.ts`)).join("")
    const routes = [...source.matchAll(/(?:method: "[A-Z]+", path: "([^"]+)"|path: "(\/[a-z]+)"|guarded\("[A-Z]+", "([^"]+)")/g)].map((found) => (found[1] ?? found[2] ?? found[3] ?? "").replace(/:(\w+)/g, "{$1}"))
    const described = [...file("../openapi.yaml").matchAll(/^ {2}(\/[^:]+):/gm)].map((found) => found[1] ?? "")
    expect(described.toSorted()).toEqual([...new Set(routes)].toSorted())
  })
  it("every destination type has a folder of its own", () => {
    const folders = readdirSync(fileURLToPath(new URL("../src/destinations", import.meta.url)), { withFileTypes: true }).filter((one) => one.isDirectory())
    const table = file("../src/destinations/index.ts")
    for (const { name } of folders) expect(table).toContain(`./${name}/index.ts`)
  })
})

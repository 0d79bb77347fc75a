import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { permissionsOf, roles, type Permission } from "@tagwright/formats"
import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const guide = readFileSync(join(root, "docs", "dashboard.md"), "utf8")

/** The row of the guide's table that tells of each right. */
const rows: Record<Permission, string> = {
  read: "every screen, people under a handle",
  identify: "lead ids, client ids, values as stored",
  operate: "replay, discard, enable a destination, acknowledge",
  sign: "attest",
  people: "export and erase a person",
  administer: "accounts, audit log",
}

describe("the guide", () => {
  it("shows pictures that are there, and none is there that it does not show", () => {
    const shown = [...guide.matchAll(/\]\((pictures\/[^)]+)\)/g)].map(([, path = ""]) => path).toSorted()
    expect(shown.filter((path) => !existsSync(join(root, "docs", path)))).toEqual([])
    expect(shown).toEqual(globSync("pictures/dashboard-*.png", { cwd: join(root, "docs") }).toSorted())
  })

  it("says who may do what as the server does it", () => {
    for (const [permission, text] of Object.entries(rows)) {
      const row = guide.split("\n").find((line) => line.startsWith(`| ${text}`)) ?? ""
      const marks = row.split("|").slice(2, -1).map((cell) => cell.trim() === "✓")
      expect([permission, ...marks]).toEqual([permission, ...roles.map((role) => permissionsOf[role].some((one) => one === permission))])
    }
  })

  it("names no variable that nobody reads", () => {
    const sources = globSync("packages/{tagwright,server}/src/**/*.ts", { cwd: root }).map((file) => readFileSync(join(root, file), "utf8")).join("\n")
    // A setting of `serve` is a variable by its name: public_url, TAGWRIGHT_PUBLIC_URL.
    const read = (name: string): boolean => sources.includes(name) || sources.includes(`given("${name.slice("TAGWRIGHT_".length).toLowerCase()}")`)
    for (const [name] of guide.matchAll(/TAGWRIGHT_[A-Z_]+/g)) expect([name, read(name)]).toEqual([name, true])
  })
})

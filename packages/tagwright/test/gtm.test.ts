import { compileWithoutKit } from "@tagwright/compiler"
import { bundlePaths, type ContainerExport } from "@tagwright/formats"
import { readExport, run as runContainer } from "@tagwright/gtm"
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import type { Io } from "../src/command.ts"

const fixtures = fileURLToPath(new URL("./fixtures/gtm/", import.meta.url))
let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-gtm-"))
  for (const file of ["web.json", "server.json", "old-web.json"]) await copyFile(join(fixtures, file), join(folder, file))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = async (...argv: string[]) => {
  const said = { out: "", err: "" }
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: async () => "",
    cwd: folder,
    env: {},
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  }
  return { code: await main(["gtm", ...argv], io), ...said }
}
const put = async (name: string, text: string | Uint8Array): Promise<string> => (await writeFile(join(folder, name), text), name)
const text = (name: string): Promise<string> => readFile(join(folder, name), "utf8")

describe("D2 gtm verbs on the command line", () => {
  test("lint gives findings per file with line and column, and exits with 1 only for errors", async () => {
    const clean = await run("lint", "web.json", "server.json", "--json")
    expect(clean.code).toBe(0)
    await put("broken.json", (await text("web.json")).replace('"{{dlv.form_id}}"', '"{{dlv.form}}"'))
    const broken = await run("lint", "web.json", "broken.json", "--json")
    expect(broken.code).toBe(1)
    const { files } = JSON.parse(broken.out)
    expect(files.map(({ file }: { file: string }) => file)).toEqual(["web.json", "broken.json"])
    expect(files[1].findings[0]).toMatchObject({ code: "unknown-variable", severity: "error", at: { file: "broken.json" } })
    expect((await text("broken.json")).split("\n")[files[1].findings[0].at.line - 1]).toContain("{{dlv.form}}")
  })

  test("lint of personal data names the kind and never the value", async () => {
    await put("personal.json", (await text("web.json")).replace("see the vendor", "ask ann.lee@northlight-studio.com, +49 30 901820"))
    const { out } = await run("lint", "personal.json", "--json")
    const found = JSON.parse(out).files[0].findings.filter(({ code }: { code: string }) => code === "personal-data-in-text")
    expect(found[0]?.message).toContain("email")
    expect(out).not.toContain("ann.lee")
  })

  test("an unreadable file gives one message with the place, exit code 2, and no other output", async () => {
    const cases: [string, string | Uint8Array, string][] = [
      ["a.zip", new Uint8Array([0x50, 0x4b, 3, 4]), "export-zip"],
      ["page.json", "<!doctype html>", "export-html"],
      ["cut.json", (await text("web.json")).slice(0, 900), "export-truncated"],
      ["deep.json", "[".repeat(200_000), "export-too-deep"],
    ]
    for (const [name, content, code] of cases) {
      await put(name, content)
      const lint = await run("lint", name, "--json")
      expect([lint.code, JSON.parse(lint.out).files[0].findings.map((finding: { code: string }) => finding.code)]).toEqual([2, [code]])
      for (const verb of ["normalize", "catalog", "stats", "import"]) {
        const { code: exit, out, err } = await run(verb, name)
        expect([exit, out, err.trim().split("\n").length]).toEqual([2, "", 1])
        expect(err).toContain(name)
      }
    }
    expect(await run("lint", "missing.json")).toMatchObject({ code: 2, out: "" })
  })

  test("normalize gives back what Tag Manager wrote, byte for byte", async () => {
    for (const file of ["web.json", "server.json", "old-web.json"]) expect((await run("normalize", file)).out).toBe(await text(file))
    await put("indented.json", JSON.stringify(JSON.parse(await text("web.json")), null, 2))
    expect((await run("normalize", "indented.json")).out).toBe(await text("web.json"))
  })

  test("api2export and export2api are each other's way back", async () => {
    await put("api.json", (await run("export2api", "web.json")).out)
    expect((await run("lint", "api.json", "--json")).out).toContain("export-api-dump")
    await put("again.json", (await run("api2export", "api.json", "--time", "2026-05-04 09:30:00")).out)
    expect(await run("diff", "web.json", "again.json")).toMatchObject({ code: 0 })
    expect(JSON.parse(await text("again.json"))).toEqual(JSON.parse(await text("web.json")))
    expect(await run("api2export", "deep.json")).toMatchObject({ code: 2, out: "" })
  })

  test("diff exits with 1 when something changed, in every format", async () => {
    expect(await run("diff", "web.json", "web.json")).toMatchObject({ code: 0 })
    for (const format of ["text", "markdown", "html", "json"]) {
      const { code, out } = await run("diff", "web.json", "old-web.json", "--format", format)
      expect(code).toBe(1)
      expect(out).toContain("GA4 config")
    }
    expect(await run("diff", "web.json", "web.json", "old-web.json")).toMatchObject({ code: 1 })
    expect((await run("diff", "web.json", "web.json", "--format", "pdf")).code).toBe(2)
  })

  test("lint --fix cleans a file and leaves the rest alone; a baseline accepts what is there", async () => {
    await copyFile(join(folder, "old-web.json"), join(folder, "fixed.json"))
    await run("lint", "fixed.json", "--fix")
    expect((await run("diff", "old-web.json", "fixed.json")).out).toContain("- Trigger timer")
    expect(JSON.parse((await run("lint", "old-web.json", "--json")).out).files[0].findings.length).toBeGreaterThan(0)
    await run("lint", "old-web.json", "--write-baseline", "baseline.json")
    expect(JSON.parse((await run("lint", "old-web.json", "--baseline", "baseline.json", "--json")).out).files[0].findings).toEqual([])
  })
})

describe("T6 the example's four containers", () => {
  test("lint clean, and staging differs from production in ids and the environment's name only", async () => {
    const { files } = await compileWithoutKit(fileURLToPath(new URL("../../../examples/studio/tagwright.plan.ts", import.meta.url)))
    const names = ["web", "server"].flatMap((kind) => ["staging", "production"].map((environment) => `${kind}.${environment}.json`))
    for (const name of names) await put(name, files?.get(`gtm/${name}`) ?? "")
    const { code, out } = await run("lint", ...names, "--json")
    expect([code, JSON.parse(out).files.flatMap(({ findings }: { findings: unknown[] }) => findings)]).toEqual([0, []])
    for (const kind of ["web", "server"]) {
      const { differences } = JSON.parse((await run("diff", `${kind}.staging.json`, `${kind}.production.json`, "--json")).out)
      for (const { kind: change, entity, path } of differences) expect([change, entity.kind, path]).toEqual(["changed", "variable", "parameter.value"])
    }
  })
})

describe("D2 adoption: import, compile, run", () => {
  const ga4Events = (container: ContainerExport, pushes: readonly { event: string }[]): string[] => {
    const consent = { analytics_storage: "granted", ad_storage: "granted", ad_user_data: "granted", ad_personalization: "granted" } as const
    const { events } = runContainer(container, [...pushes], { page: "https://northlight.example/", consent: { ...consent } })
    return events.filter(({ event }) => pushes.some((push) => push.event === event)).map(({ event, fired }) => `${event}: ${fired.filter(({ type }) => type === "gaawe").map(({ values }) => String(values["eventName"])).join(", ")}`)
  }

  test("the draft compiles, and its container fires the same GA4 events on the same pushes", async () => {
    expect((await run("import", "web.json", "--out", "tagwright.plan.yaml")).code).toBe(0)
    const { files } = await compileWithoutKit(join(folder, "tagwright.plan.yaml"))
    const compiled = readExport(files?.get(bundlePaths.container("web", "production")) ?? "", { file: "compiled" }).export
    const original = readExport(await text("web.json"), { file: "web.json" }).export
    const pushes = [{ event: "lead_submit", form_id: "lead" }, { event: "something_else" }]
    expect(ga4Events(original, pushes)).toEqual(["lead_submit: lead_submit", "something_else: "])
    expect(ga4Events(compiled, pushes)).toEqual(ga4Events(original, pushes))
  })

  test("T2 drift: none from what was compiled, the very cell after someone edited it", async () => {
    const { files } = await compileWithoutKit(join(folder, "tagwright.plan.yaml"))
    const compiled = files?.get(bundlePaths.container("web", "production")) ?? ""
    await put("back.json", compiled)
    expect(await run("drift", "back.json")).toMatchObject({ code: 0 })
    await put("edited.json", compiled.replace('"{{dlv.form_id}}"', '"{{dlv.percent}}"'))
    const { code, out } = await run("drift", "edited.json", "--json")
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ environment: "production", kind: "web", differences: [{ kind: "changed", path: "parameter.eventSettingsTable[form_id].parameterValue", before: "{{dlv.form_id}}", after: "{{dlv.percent}}" }] })
  })
})

import type { ContainerExport } from "@tagwright/formats"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { complaints, copyOfStudio, redBySite, runStudio, tagwright } from "../test/studio.ts"

type Studio = Awaited<ReturnType<typeof copyOfStudio>>
const open: Studio[] = []
afterEach(async () => {
  for (const studio of open.splice(0)) await studio.remove()
})
const studioCopy = async () => {
  const studio = await copyOfStudio()
  open.push(studio)
  return studio
}

/** The staging container of the plan with one thing edited by hand, as a file. */
const editedContainer = async (studio: Studio, edit: (container: ContainerExport) => void): Promise<string> => {
  await tagwright(studio.folder, ["build"])
  const container: ContainerExport = JSON.parse(await readFile(join(studio.folder, ".tagwright", "bundle", "gtm", "web.staging.json"), "utf8"))
  edit(container)
  // Inside .tagwright, so that the file is no source of the site.
  const file = join(studio.folder, ".tagwright", "edited.json")
  await writeFile(file, JSON.stringify(container, null, 4))
  return file
}

/** Every text file of the site's sources and the plan, but not the lock. */
const sources = async (studio: Studio): Promise<string[]> => {
  const entries = await readdir(studio.folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|js|njk|html|md|json)$/.test(entry.name) && entry.name !== "tagwright.lock.json" && !/node_modules|\.tagwright|_site/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name).slice(studio.folder.length + 1))
}

describe("each planted fault turns exactly its gate red", () => {
  test("P1 an e-mail address in a payload", async () => {
    const studio = await studioCopy()
    const [layout] = (await sources(studio)).filter((file) => /layouts?\/.*\.njk$|base\.njk$/.test(file))
    await studio.edit(layout ?? "", (text) =>
      text.replace("</body>", `<script>(window.dataLayer = window.dataLayer || []).push({ event: "nav_click", link_url: "/", link_text: "jane.doe@example.com", section: "header", event_id: "planted", test_mode: true })</script></body>`),
    )
    const { gates } = await runStudio(studio.folder)
    const red = redBySite(gates)
    expect(Object.keys(red), complaints(gates)).toEqual(["P1"])
    expect(red.P1?.every((code) => code.startsWith("personal-data"))).toBe(true)
  })

  test("P3 a marketing tag without its consent check", async () => {
    const studio = await studioCopy()
    const file = await editedContainer(studio, ({ containerVersion }) => {
      const tag = containerVersion.tag?.find(({ name }) => name === "Meta — page_view")
      if (tag === undefined) throw new Error("no such tag")
      tag.consentSettings = { consentStatus: "NOT_SET" }
    })
    const { gates } = await runStudio(studio.folder, file)
    expect(Object.keys(redBySite(gates)), complaints(gates)).toEqual(["P3"])
  })

  test("T2 a renamed frozen event", async () => {
    const studio = await studioCopy()
    for (const file of await sources(studio)) {
      const text = await readFile(join(studio.folder, file), "utf8")
      if (text.includes("cta_click")) await writeFile(join(studio.folder, file), text.replaceAll("cta_click", "promo_click"))
    }
    const { gates } = await runStudio(studio.folder)
    expect(redBySite(gates), complaints(gates)).toEqual({ T2: ["frozen-event-missing"] })
  })

  test("T1 a button that lost its attribute", async () => {
    const studio = await studioCopy()
    const candidates = await Promise.all((await sources(studio)).map(async (file) => ({ file, text: await readFile(join(studio.folder, file), "utf8") })))
    const page = candidates.find(({ file, text }) => file.endsWith(".njk") && /data-tw-event="cta_click"/.test(text))
    await studio.edit(page?.file ?? "", (text) => text.replace(/ data-tw-event="cta_click"/, ""))
    const { gates } = await runStudio(studio.folder)
    expect(Object.keys(redBySite(gates)), complaints(gates)).toEqual(["T1"])
  })

  test("T2 a container edited by hand so that a variable no longer matches its parameter", async () => {
    const studio = await studioCopy()
    const file = await editedContainer(studio, ({ containerVersion }) => {
      const variable = containerVersion.variable?.find(({ name }) => name === "dlv.form_location")
      const name = variable?.parameter?.find(({ key }) => key === "name")
      if (name === undefined || !("value" in name)) throw new Error("no such variable")
      name.value = "form_place"
    })
    const { gates } = await runStudio(studio.folder, file)
    expect(Object.keys(redBySite(gates)), complaints(gates)).toEqual(["T2"])
  })
})

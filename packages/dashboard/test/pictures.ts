/**
 * `npm run pictures`: every screen of the dashboard as a picture, `docs/pictures/dashboard-*.png`. What is on them was done by
 * the example itself: run `npm start -- --once` first, for its evidence, drills and courses.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { launch } from "./support/chromium.ts"
import { enrol } from "./support/people.ts"
import { operated } from "./support/operated.ts"
import { aWeek, prometheusFires, settled, troubles } from "./support/visitors.ts"
import { startWorld } from "./support/world.ts"

const out = process.argv[2] ?? fileURLToPath(new URL("../../../docs/pictures/", import.meta.url))
mkdirSync(out, { recursive: true })
const studio = process.argv[3] ?? fileURLToPath(new URL("../../../examples/studio/", import.meta.url))
const team = operated(studio)
const world = await startWorld({ documents: team.documents })
const browser = await launch()
try {
  await aWeek(world)
  await settled(world)
  await team.operate(world)
  await troubles(world)
  await settled(world)
  await prometheusFires(world)
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  page.on("console", (message) => message.type() === "error" && console.log("console:", message.text()))
  page.on("pageerror", (error) => console.log("pageerror:", error.message))
  await page.goto(world.server.setupLink ?? "")
  await page.waitForSelector(".qr")
  const shoot = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(out, `dashboard-${name}.png`) })
    console.log(name)
  }
  await shoot("welcome")
  await enrol(page, { name: "Ada Operator", password: "seven quiet paper boats" })
  const open = async (path: string): Promise<void> => {
    await page.goto(`${world.server.url}/ops${path}`)
    await page.waitForSelector("main h1")
    await page.waitForSelector(".loading", { state: "detached" })
  }
  const screens: Record<string, string> = { overview: "", events: "/events", deliveries: "/deliveries", figures: "/figures", funnel: "/funnel", incidents: "/incidents", training: "/training", consent: "/consent", release: "/release", containers: "/containers", evidence: "/evidence", settings: "/settings" }
  for (const [name, path] of Object.entries(screens)) {
    await open(path)
    if (name === "evidence") await page.frameLocator("iframe.report").locator("h1").waitFor()
    await shoot(name)
  }
  await open("/incidents")
  await page.click("text=what to do")
  await page.waitForSelector(".steps")
  await shoot("alert")
  await open("/events?event=lead_submit")
  await page.click("a.row-link")
  await page.waitForSelector(".tree")
  await shoot("event")
  await page.click("text=Journey of")
  await page.waitForSelector(".timeline")
  await shoot("journey")
  await page.emulateMedia({ colorScheme: "dark" })
  await open("")
  await shoot("overview-dark")
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: "light" })
  await open("/deliveries")
  await shoot("deliveries-narrow")
} finally {
  await browser.close()
  await world.close()
  team.close()
}

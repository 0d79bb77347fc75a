import { tmpdir } from "node:os"
import type { AlertsAnswer } from "@tagwright/formats"
import type { Browser, Page } from "playwright-core"
import { main, processIo } from "tagwright/cli"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launch } from "./support/chromium.ts"
import { enrol } from "./support/people.ts"
import { enquire, settled } from "./support/visitors.ts"
import { startWorld, TOKEN, until, type World } from "./support/world.ts"

let world: World
let browser: Browser
let page: Page
beforeAll(async () => {
  world = await startWorld()
  browser = await launch()
  const admin = await browser.newPage()
  await admin.goto(world.server.setupLink ?? "")
  await enrol(admin, { name: "Ada Operator", password: "seven quiet paper boats" })
  await admin.close()
  const { link } = (await world.tell("accounts", { name: "Nils Newcomer", role: "operator" })) as { link: string }
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  await page.goto(link)
  await enrol(page, { name: "Nils Newcomer", password: "nine slow wooden trains" })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const io = processIo()
/** What stands on the page is typed into a shell, letter by letter. */
const type = async (command: string): Promise<string> => {
  let said = ""
  const note = (text: string): void => void (said += text)
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "")
  expect(words[0], command).toBe("tagwright")
  const code = await main(words.slice(1), { ...io, cwd: tmpdir(), out: note, err: note, env: { TAGWRIGHT_SERVER: world.server.url, TAGWRIGHT_ADMIN_TOKEN: TOKEN } })
  expect([command, code], said).not.toEqual([command, 2])
  return said
}
const section = (title: string) => page.locator("section", { has: page.getByRole("heading", { name: title, exact: true }) })
const commandsOf = (title: string): Promise<string[]> => section(title).locator(".command code").allTextContents()
/** The server looks once a minute; this minute is over. */
const aMinuteLater = (): Promise<unknown> => world.tell("watch", {})

const CANARY_EVERY_MS = 5 * 60_000
/** How many destinations canaries are sent to, and how many of them answered a canary lately */
const canaries = async (): Promise<{ sent: number; answered: number }> => {
  const metrics = await (await fetch(`${world.server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text()
  const lines = (name: string): number => metrics.split("\n").filter((line) => line.startsWith(`${name}{`)).length
  return { sent: lines("tagwright_canary_age_seconds"), answered: lines("tagwright_canary_ok") }
}

describe("D5.7 somebody who has never seen it handles an incident with the dashboard and its runbooks alone", () => {
  it("alert, taken on, diagnosed, mended, sent again, verified", async () => {
    // It ends now, by the vendors' clocks: a clock of ours that ran ahead of theirs would be an alert of its own.
    world.clock.set(Date.now() - 16 * 60_000)
    await enquire(world, 500)
    await settled(world)
    await aMinuteLater()
    // Planted: somebody forgot a secret when the server was set up anew. Enquiries no longer reach the CRM.
    world.setSecret("HUBSPOT_TOKEN", undefined)
    for (const person of [501, 502, 503]) await enquire(world, person)
    await settled(world)
    await aMinuteLater()

    await page.goto(`${world.server.url}/ops`)
    await page.getByText("DeadLetters fires and nobody has acknowledged it").click()
    await page.getByRole("heading", { level: 1, name: "DeadLetters" }).waitFor()
    await page.getByRole("button", { name: "Acknowledge" }).click()
    await page.getByText("acknowledged by Nils Newcomer").waitFor()

    // The page says what to type; what comes back names the reason.
    const [list = ""] = await commandsOf("Diagnose")
    expect(list).toBe("tagwright deliveries list --state dead")
    expect(await type(list)).toContain("secret_missing")
    await page.goto(`${world.server.url}/ops/deliveries`)
    await page.locator(".groups > li", { hasText: "secret_missing" }).getByRole("link", { name: "Runbook" }).click()
    await section("What it is").getByText("The variable that the plan names for this destination is not set.").waitFor()
    expect(await section("Fix").textContent()).toContain("Set it, restart the server.")
    expect(await section("Escalate").textContent()).toMatch(/Call \w+/)

    // Mended as the page says; the server reads a secret again without a restart.
    world.setSecret("HUBSPOT_TOKEN", "hubspot-token")
    const [replay = ""] = await commandsOf("Fix")
    expect(replay).toBe("tagwright deliveries replay --destination crm")
    await type(replay)
    await settled(world)

    const verify = await commandsOf("Verify")
    expect(verify).toContain("tagwright deliveries list --state dead --destination crm")
    for (const command of verify) expect(await type(command)).not.toContain("secret_missing")
    // An alert ends after a quarter of an hour of calm; canaries come through meanwhile.
    world.clock.set(Date.now())
    world.clock.end(CANARY_EVERY_MS)
    await until(canaries, ({ sent, answered }) => sent > 0 && answered === sent)
    await aMinuteLater()
    await page.goto(`${world.server.url}/ops`)
    await page.getByText("All is well").waitFor()
    const { alerts } = (await world.ask("alerts")) as AlertsAnswer
    expect(alerts).toEqual([expect.objectContaining({ rule: "DeadLetters", state: "resolved", acknowledgedBy: "Nils Newcomer" })])
    expect(world.standIns.received("hubspot").filter(({ method, path }) => method === "POST" && path.includes("/contacts")).length).toBeGreaterThanOrEqual(4)
  })
})

import { expect as baseExpect, test as base } from "@playwright/test"
import { fixtures, matchers, type Tracking } from "tagwright/playwright"

const plan = process.env["TEST_PLAN"] ?? ""
const site = process.env["TEST_SITE"] ?? ""
const test = base.extend<{ tracking: Tracking }>(fixtures(plan))
test.use({ launchOptions: { executablePath: process.env["TAGWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] } })
const expect = baseExpect.extend(matchers(plan))

test("a visitor who follows the call to action", async ({ page, tracking }) => {
  await page.goto(site)
  await tracking.choose({ analytics: true, marketing: false })
  await page.click("a")
  await expect(page).toHavePushed({ cta_click: { section: "hero" } })
  await expect(page).toHavePushedOnly(["page_view", { cta_click: { section: "hero" } }])
  await expect(page).not.toHavePushed("purchase", { timeout: 100 })
  await expect(page).toKeepToPlan()
  expect(await tracking.problems()).toEqual([])
})

test("a push beside the plan", async ({ page, tracking }) => {
  await page.goto(site)
  await page.evaluate("dataLayer.push({ event: 'cta_clik', mail: 'ada@example.com' })")
  await expect(page).not.toKeepToPlan()
  expect((await tracking.problems()).join("\n")).toContain("the plan has no event cta_clik")
})

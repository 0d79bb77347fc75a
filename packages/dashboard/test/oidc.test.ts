import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launch } from "./support/chromium.ts"
import { startIdentityProvider } from "./support/identity-provider.ts"
import { freePort, startWorld, type World } from "./support/world.ts"

let browser: Browser
let world: World
let provider: Awaited<ReturnType<typeof startIdentityProvider>>

beforeAll(async () => {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  provider = await startIdentityProvider(() => `${publicUrl}/ops/api/oidc/callback`)
  world = await startWorld({ port, oidc: provider.oidc })
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
  provider?.close()
})

const fresh = async (): Promise<Page> => (await browser.newContext()).newPage()
const throughProvider = async (page: Page, login: string): Promise<void> => {
  await page.goto(`${world.server.url}/ops`)
  await page.click("text=Sign in with Northlight Login")
  await page.fill("input[name=login]", login)
  await page.fill("input[name=password]", "anything: the provider of the test asks for nothing more")
  await page.click("button[type=submit]")
  await page.click("button[type=submit]")
  await page.waitForURL(/\/ops(\?|$)/)
}

describe("sign-in through an identity provider", () => {
  it("gives the role that the provider's groups give, and remembers the person", async () => {
    const page = await fresh()
    await throughProvider(page, "ida")
    await page.waitForSelector("nav.side")
    expect(await page.textContent(".who")).toBe("ida@northlight.example operator")
    const accounts = JSON.stringify(await world.ask("accounts"))
    expect(accounts).toContain('"signIn":"oidc"')
    await throughProvider(await fresh(), "ida")
    expect(JSON.stringify(await world.ask("accounts")).match(/ida@northlight/g)).toHaveLength(1)
  })

  it("keeps out whom the provider knows but gives no role", async () => {
    const page = await fresh()
    await throughProvider(page, "guest")
    await page.waitForSelector("[role=alert]")
    expect(await page.textContent("[role=alert]")).toContain("gives you no role here")
    expect(JSON.stringify(await world.ask("accounts"))).not.toContain("guest")
  })

  it("refuses an answer that this browser did not ask for, a code of another attempt, and a forged one", async () => {
    const callback = (search: string, cookie = "") => fetch(`${world.server.url}/ops/api/oidc/callback?${search}`, { redirect: "manual", headers: { cookie } })
    expect((await callback("code=abc&state=xyz")).headers.get("location")).toBe("/ops?refused=oidc_failed")
    const started = await fetch(`${world.server.url}/ops/api/oidc/start`, { redirect: "manual" })
    const cookie = started.headers.get("set-cookie")?.split(";")[0] ?? ""
    const state = new URL(started.headers.get("location") ?? "").searchParams.get("state")
    expect(started.headers.get("set-cookie")).toMatch(/Secure; HttpOnly; SameSite=Lax$/)
    for (const search of [`code=forged&state=${state}`, "code=forged&state=another", `error=access_denied&state=${state}`, ""]) {
      const answer = await callback(search, cookie)
      expect([search, answer.status, answer.headers.get("location")]).toEqual([search, 303, "/ops?refused=oidc_failed"])
      expect(answer.headers.get("set-cookie")).not.toContain("tagwright-ops=")
    }
  })
})

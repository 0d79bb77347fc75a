import { Secret, TOTP } from "otpauth"
import type { Page } from "playwright-core"

export interface Person {
  name: string
  password: string
}
export const codeFor = (secret: string, at = Date.now()): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })

/** Uses the one-time link a page has opened, as a person would: reads the key, types the code. Answers the key. */
export const enrol = async (page: Page, { name, password }: Person): Promise<string> => {
  await page.waitForSelector(".key code")
  const secret = (await page.textContent(".key code"))?.replaceAll(" ", "") ?? ""
  if ((await page.$("input[name=name]")) !== null) await page.fill("input[name=name]", name)
  await page.fill("input[name=password]", password)
  await page.fill("input[name=code]", codeFor(secret))
  await page.click("button[type=submit]")
  await page.waitForSelector("nav.side", { state: "attached" })
  return secret
}

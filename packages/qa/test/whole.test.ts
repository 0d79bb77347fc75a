import { beforeAll, describe, expect, test } from "vitest"
import { watch, type Watched } from "./watch.ts"

describe("What is asked beside the journeys", () => {
  let seen: Watched
  beforeAll(async () => {
    seen = await watch({ noWayBack: true }, { scenarios: ["all"], only: "everything" })
    // Nothing but a hang should end it, however busy the machine is.
  }, 300_000)

  test("T1 every element is measured by the event its use pushes, or excused by its waiver", () => {
    const contact = seen.of("element").filter(({ page }) => page === "contact")
    const by = Object.fromEntries(contact.map(({ label, role, measuredBy, waiver }) => [`${role} ${label}`, measuredBy ?? waiver]))
    expect(by).toEqual({
      "link Home": "cta_click",
      "link Contact": "cta_click",
      "form lead": "lead_submit",
      "field Name": "form_start",
      "field E-mail": "lead_submit",
      "button Send": "form_error",
      "link Legal": "Legal links are not measured",
      "button Cookies": undefined,
    })
  })
  test("T1 pages that only other pages name are walked too, and the consent tool's own buttons are not the site's", () => {
    expect(new Set(seen.of("element").map(({ page }) => page))).toEqual(new Set(["home", "contact", "/thanks/", "/legal/"]))
    expect(seen.of("element").filter(({ label }) => ["Accept", "Reject", "More"].includes(label))).toEqual([])
  })
  test("P4 a page without a way back to the banner is told", () => {
    expect(Object.fromEntries(seen.of("page").map(({ path, withdrawal }) => [path, withdrawal]))).toMatchObject({ "/": true, "/contact/": true, "/legal/": false })
  })
  test("T5 the lead journey survives each fault of the page", () => {
    const details = Object.fromEntries(seen.of("fault").map(({ fault, survived, detail }) => [fault, `${survived}: ${detail}`]))
    const fine = "true: all 6 steps done, every page as without the fault"
    expect(details).toEqual({
      // The tiny site's banner needs the tiny kit: without it the banner throws, and that must be seen.
      "kit-missing": expect.stringContaining("false: stopped at step 2"),
      "gtm-blocked": fine,
      "storage-blocked": fine,
      "server-down": fine,
      "server-slow": fine,
      "script-error": fine,
      "strict-csp": fine,
      "ad-blocker": fine,
      "cmp-slow": fine,
    })
  })
  test("T3 and P4 the questions are asked; a kit that keeps no campaign and knows no Sec-GPC is told so", () => {
    expect(Object.fromEntries(seen.of("probe").map(({ probe, holds }) => [probe, holds]))).toEqual({
      "lead-id-survives-reload": true,
      "lead-id-same-in-new-tab": true,
      "lead-id-survives-return": true,
      "campaign-survives-navigation": false,
      "gpc-honoured": true,
      "gpc-silences-marketing": false,
    })
  })
})

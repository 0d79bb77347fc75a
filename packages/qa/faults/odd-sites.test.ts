import { describe, expect, test } from "vitest"
import { hostileSite, hugeSite } from "../test/odd-sites.ts"
import { survey } from "../test/survey.ts"

/** Half a minute each: pages that never end are waited for until it is clear that they never do. */
describe("A site that misbehaves is walked to its end", () => {
  test("dialogs, endless scripts, redirects, broken links, files, frames, shadow roots and polls", async () => {
    const site = hostileSite()
    const seen = await survey(site).finally(site.remove)
    expect(seen.outcomes).toEqual({
      "/": "walked",
      "/away/": "redirected: to elsewhere.example, which is not part of the site",
      "/dialogs/": "walked",
      "/embedded/": "walked",
      "/form/": "walked",
      "/frame/": "walked",
      "/loop/": "walked",
      "/polls/": "walked",
      "/throws/": "walked",
      "/turned/": "redirected: to /form/",
      "/broken-link/": "broken: answered 404",
      "/feed": "not a page: application/octet-stream",
    })
    expect(seen.pages.find(({ path }) => path === "/broken-link/")?.linkedFrom).toBe("/")
    expect(seen.measured).toMatchObject({ "/dialogs/ Counted": "after_dialogs", "/embedded/ In the frame": "frame_click", "/embedded/ In the shadow": "card_click", "/throws/ Fine": "still_counted", "/throws/ Throws": undefined, "/loop/ Never ends": undefined })
    expect(seen.errors).toContain("Uncaught Error: planted mistake")
    // A form sent by GET would put the address into the URL; it is told, and its value is nowhere.
    expect(seen.personalData.map(({ type, place, name }) => `${type} ${place} ${name}`)).toEqual(["email request address of /form/.email"])
    expect(seen.records).not.toContain("@visitor.example")
    expect(seen.elements.find(({ label }) => label === "Write")?.suggestion).toContain("contact_click")
    expect(seen.pages.filter(({ screenshot }) => screenshot !== undefined).length).toBe(8)
  })

  test("thousands of elements, a page without an end, a banner nobody knows", async () => {
    const site = hugeSite()
    const seen = await survey(site).finally(site.remove)
    expect(seen.outcomes).toEqual({ "/": "walked", "/endless/": "walked", "/many/": "walked: 1500 further elements were found and not used: the limit is 1500 a page" })
    expect(seen.banner).toBe("unknown")
    expect(seen.parties).toEqual([expect.objectContaining({ host: "tracker.example", beforeChoice: 1 })])
    expect(seen.elements.some(({ label }) => label === "Accept all")).toBe(false)
    expect(seen.elements.filter(({ page, measuredBy }) => page === "/many/" && measuredBy === "item_click").length).toBe(1500)
  })
})

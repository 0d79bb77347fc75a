import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeSpend, parseSpend } from "../src/attribution/spend/parse.ts"
import { isSpendRow, spendKey } from "../src/attribution/spend/row.ts"
import { batch, startTestServer } from "./helpers/server.ts"

describe("K12 spend, as it is exported", () => {
  it("a plain table", () => {
    expect(parseSpend("date,source,medium,campaign,cost,currency,clicks\n2026-11-23,podcast,audio,autumn,120.5,EUR,30\n")).toEqual([
      { day: "2026-11-23", source: "podcast", medium: "audio", campaign: "autumn", currency: "EUR", minor: 12_050, clicks: 30, impressions: undefined },
    ])
  })
  it("a campaign report of Google Ads: title and period above, sums below, for Excel in UTF-16 with tabs", () => {
    const lines = ["Campaign report", "November 1, 2026 - November 23, 2026", "Day\tCampaign\tCurrency code\tCost\tClicks\tImpr.", "2026-11-22\tBrand\tEUR\t1,234.56\t1,000\t20,000", "2026-11-23\tBrand\tEUR\t0.00\t0\t5", "Total: Campaigns\t --\tEUR\t1,234.56\t1,000\t20,005"]
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines.join("\r\n"), "utf16le")])
    expect(parseSpend(decodeSpend(bytes))).toEqual([
      { day: "2026-11-22", source: "google", medium: "cpc", campaign: "Brand", currency: "EUR", minor: 123_456, clicks: 1_000, impressions: 20_000 },
      { day: "2026-11-23", source: "google", medium: "cpc", campaign: "Brand", currency: "EUR", minor: 0, clicks: 0, impressions: 5 },
    ])
  })
  it("a report of Meta: the currency stands in the column's name, several rows of a day are added up", () => {
    const table = 'Campaign name,Day,Amount spent (USD),Impressions,Link clicks,Reporting starts,Reporting ends\nRetargeting,2026-11-23,10.005,100,3,2026-11-01,2026-11-23\n"Retargeting",2026-11-23,5,50,,2026-11-01,2026-11-23\n'
    expect(parseSpend(table)).toEqual([{ day: "2026-11-23", source: "facebook", medium: "paid", campaign: "Retargeting", currency: "USD", minor: 1_501, clicks: 3, impressions: 150 }])
  })
  it("a point before three digits is what the rest of the file says it is", () => {
    const of = (costs: string[], delimiter: string) => parseSpend([`date,source,medium,campaign,cost,currency`, ...costs.map((cost, index) => `2026-11-23,a,b,c${index},${delimiter === "," && cost.includes(",") ? `"${cost}"` : cost},EUR`)].map((line) => (delimiter === "," ? line : line.replaceAll(",", ";").replaceAll("|", ","))).join("\n")).map(({ minor }) => minor)
    expect(of(["10.005", "5"], ",")).toEqual([1_001, 500])
    expect(of(["1,234", "5.5"], ",")).toEqual([123_400, 550])
    expect(of(["1.234", "5|5"], ";")).toEqual([123_400, 550])
  })
  it("semicolons and decimal commas", () => {
    expect(parseSpend("date;source;medium;campaign;cost;currency\n24 Nov 2026;letter;email;may;1.234,50;EUR\n")[0]).toMatchObject({ day: "2026-11-24", minor: 123_450 })
  })
  it.each([
    ["no table at all", "hello world", {}, "no row names the columns"],
    ["a date that could be two", "date,source,medium,campaign,cost,currency\n03/04/2026,a,b,c,1,EUR\n", {}, "line 2: the day cannot be read"],
    ["no currency anywhere", "Day,Campaign,Cost\n2026-11-23,Brand,1\n", {}, "line 2: the currency is missing"],
    ["a campaign left out", "date,source,medium,campaign,cost,currency\n2026-11-23,a,b,,1,EUR\n", {}, "line 2: the campaign is missing"],
    ["another format than was said", "Day,Campaign,Cost\n2026-11-23,Brand,1\n", { format: "meta" as const }, "no row names the columns"],
  ])("an error with its line, never a row left out: %s", (_what, text, options, message) => expect(() => parseSpend(text, options)).toThrow(message))
  it("costs are exact in every currency", () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.constantFrom(["EUR", 2], ["JPY", 0], ["KWD", 3]), (minor, [currency, exponent]) => {
        const text = Number(exponent) === 0 ? String(minor) : `${Math.floor(minor / 10 ** Number(exponent))}.${String(minor % 10 ** Number(exponent)).padStart(Number(exponent), "0")}`
        expect(parseSpend(`date,source,medium,campaign,cost,currency\n2026-11-23,a,b,c,${text},${currency}\n`)[0]?.minor).toBe(minor)
      }),
    ))
  it("rows from outside are looked at", () => {
    const row = { day: "2026-11-23", source: "a", medium: "b", campaign: "c", currency: "EUR", minor: 1 }
    expect(isSpendRow(row)).toBe(true)
    for (const change of [{ day: "23.11.2026" }, { currency: "eur" }, { minor: -1 }, { minor: 1.5 }, { campaign: "" }, { clicks: -1 }]) expect(isSpendRow({ ...row, ...change }), JSON.stringify(change)).toBe(false)
    expect(spendKey(row)).toBe(spendKey({ ...row, minor: 2 }))
  })
})

describe("K12 how much of the spend is behind visits that we know", () => {
  it("by the campaign in the links; an import that comes again replaces", async () => {
    const server = await startTestServer()
    const at = Date.now() - 86_400_000
    const day = new Date(at).toISOString().slice(0, 10)
    await server.post("/collect", batch([{ id: "a" }], { last_touch: { at, landing: "/", params: { utm_source: "google", utm_medium: "cpc", utm_campaign: "brand" } } }))
    const row = (campaign: string, minor: number) => ({ day, source: "google", medium: "cpc", campaign, currency: "EUR", minor })
    await server.ops("/ops/api/spend", { rows: [row("Brand", 5_000), row("Untagged", 1_000)] })
    expect((await server.ops("/ops/api/spend", { rows: [row("Brand", 9_000)] })).status).toBe(200)
    expect(await server.get("/ops/api/spend")).toEqual({
      days: 30,
      totals: [{ currency: "EUR", spent: 10_000, attributed: 9_000 }],
      channels: [{ currency: "EUR", channel: "Paid Search", spent: 10_000 }],
      unmatched: [{ source: "google", campaign: "Untagged", currency: "EUR", spent: 1_000 }],
    })
    // The figure says what the report says.
    expect(await server.get("/ops/api/kpis/K12")).toMatchObject({ kpi: { value: 0.9, good: 9_000, of: 10_000, misses: [{ id: "google / cpc / Untagged" }] } })
    expect((await server.ops("/ops/api/spend", { rows: [{ day }] })).status).toBe(400)
  })
})

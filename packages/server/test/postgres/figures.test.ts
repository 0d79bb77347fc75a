import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { funnelDimensions, kpiIds, type OperationRecord } from "@tagwright/formats"
import { afterAll, expect, it } from "vitest"
import { modelNames } from "../../src/attribution/report.ts"
import { createFigures, type Figures } from "../../src/kpi/figures-client.ts"
import { conditionsIn } from "../../src/operations/watch/conditions.ts"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { databaseFile, openSqliteStore } from "../../src/store/sqlite/store.ts"
import { batch, startTestServer } from "../helpers/server.ts"
import { businessPlan, END, liveBusiness } from "./business.ts"
import { onPostgres } from "./suite.ts"

const DAYS = 30
const records: OperationRecord[] = [{ kind: "reconciliation", at: END - 1_000, source: "stripe", atProvider: 9, recorded: 8, backfilled: ["late"] }]
type Question = (figures: Figures) => Promise<unknown>
const attribution = modelNames.flatMap((model) => (["ga4", "universal"] as const).map((sessions): Question => (figures) => figures.look("attribution", { days: DAYS, model, sessions, timeZone: "Europe/Berlin" })))
/** Everything that can be asked, under everything that it can be asked with. */
const questions: Question[] = [
  (figures) => figures.look("kpis", { days: DAYS }),
  ...kpiIds.map((kpi): Question => (figures) => figures.look("kpi", { days: DAYS, kpi, offset: 1, limit: 50 })),
  ...funnelDimensions.map((by): Question => (figures) => figures.look("funnel", { days: DAYS, by })),
  (figures) => figures.look("compare", { days: DAYS }),
  ...attribution,
  (figures) => figures.look("spend", { days: DAYS }),
  (figures) => figures.look("sight", { days: 1 }),
  (figures) => figures.look("usual", { days: 1 }),
]

onPostgres("figures", { durable: false }, (cluster) => {
  const open: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const close of open.splice(0).toReversed()) await close()
  })
  const fill = async (environment: string): Promise<[Figures, Figures]> => {
    const [folder, url] = [mkdtempSync(join(tmpdir(), "tagwright-figures-")), await cluster().create()]
    const stores = [await openSqliteStore(folder, environment, 0), await openPostgresStore(url, environment, { node: "one", now: 0 })]
    for (const store of stores) await liveBusiness(store)
    const clock = { now: () => END, after: () => () => undefined }
    const on = (database: { file: string } | { url: string }): Figures => createFigures({ database, plan: businessPlan, environment }, clock, () => records)
    const [file, server] = [on({ file: databaseFile(folder) }), on({ url })]
    open.push(async () => rmSync(folder, { recursive: true, force: true }), ...stores.map((store) => store.close), file.close, server.close)
    return [file, server]
  }
  const filled = new Map<string, Promise<[Figures, Figures]>>()
  /** The same rows on both engines; nothing here writes to them */
  const bothEngines = (environment: string): Promise<[Figures, Figures]> => {
    const found = filled.get(environment) ?? fill(environment)
    filled.set(environment, found)
    return found
  }

  it.each(["production", "staging"])("every figure, funnel, model, spend and what the watch sees: both engines answer alike (%s)", async (environment) => {
    const [file, server] = await bothEngines(environment)
    for (const question of questions) expect([String(question), await question(server)]).toEqual([String(question), await question(file)])
  })

  it("the rows behind it say something: no figure of the store is empty, each has something that is missing", async () => {
    const [, server] = await bothEngines("production")
    const { kpis } = await server.look("kpis", { days: DAYS })
    const measured = kpis.filter(({ value }) => value !== null)
    expect(measured.map(({ id }) => id)).toEqual(["K1", "K2", "K3", "K4", "K5", "K11", "K12", "K13", "K14"])
    for (const { id, misses, value } of measured) expect([id, misses.length > 0, (value ?? 0) > 0, (value ?? 1) < 1]).toEqual([id, true, true, true])
    for (const by of funnelDimensions) expect((await server.look("funnel", { days: DAYS, by })).rows.length).toBeGreaterThan(2)
    const compared = await server.look("compare", { days: DAYS })
    expect(compared.rows.length).toBeGreaterThan(3)
    expect(new Set(compared.models.map((_, index) => compared.rows.reduce((sum, { minor }) => sum + (minor[index] ?? 0), 0))).size).toBe(1)
  })

  it("spend that is imported again replaces what was there", async () => {
    const engines = await bothEngines("production")
    for (const engine of engines) expect((await engine.look("spend", { days: DAYS })).totals).toEqual([{ currency: "USD", spent: 100, attributed: 100 }, { currency: "EUR", spent: 5_900, attributed: 5_000 }])
  })

  it("two servers on one database: figures, funnel and watch answer on both", async () => {
    const [database, at] = [await cluster().create(), { environment: "production", plan: businessPlan, vendors: {} }]
    const [one, two] = [await startTestServer({ ...at, database }), await startTestServer({ ...at, database })]
    await one.post("/collect", batch([{ id: "a" }, { id: "b", name: "lead_submit" }]))
    for (const server of [one, two]) expect(await server.get("/ops/api/kpis/K2")).toMatchObject({ kpi: { good: 1, of: 2 } })
    expect(await two.get("/ops/api/funnel?by=device")).toMatchObject({ rows: [{ value: "all", people: [1, 0, 0, 0] }, { people: [1, 0, 0, 0] }] })
    expect(await (await two.ops("/ops/api/watch", {})).json()).toEqual({ alerts: [] })
  })

  it("detectors find on PostgreSQL what was planted", async () => {
    const [, server] = await bothEngines("production")
    const [sight, usual] = [await server.look("sight", { days: 1 }), await server.look("usual", { days: 1 })]
    const own = { now: END, breakers: [], storeBroken: false, personalData: {}, requests: { all: 0, failed: 0 }, canaries: [], backupAt: undefined, clockSkewMs: undefined }
    const shared = { ...sight, usual, oldestPending: [], dead: [], disabled: [], retentionAgeMs: undefined, canaryAges: [] }
    const found = conditionsIn({ own, shared }, undefined).map(({ rule, labels }) => [rule, labels])
    expect(found).toEqual([
      ["WebhooksFail", { source: "stripe" }],
      ["EventVolumeDrops", {}],
      ["ExpectedEventAbsent", { event: "lead_submit" }],
      ["BrowserWebhookRatioDrift", {}],
      ["ConsentRateDrift", { category: "marketing" }],
    ])
  })
})

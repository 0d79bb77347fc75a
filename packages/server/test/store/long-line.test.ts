import { DatabaseSync } from "node:sqlite"
import { expect, it, onTestFinished } from "vitest"
import { integer, text } from "../../src/store/columns.ts"
import { migrate, migrations } from "../../src/store/sqlite/schema.ts"
import { databaseFile, openSqliteStore } from "../../src/store/sqlite/store.ts"
import { dataFolder } from "../helpers/server.ts"
import { LOOKED_AT, longLine } from "./long-line.ts"

it("T4 a claim looks at the first of a person's line alone, in one file", async () => {
  const data = dataFolder()
  const store = await openSqliteStore(data, "production", 0)
  onTestFinished(store.close)
  const db = new DatabaseSync(databaseFile(data), { readOnly: true })
  onTestFinished(() => db.close())
  expect(db.prepare(`EXPLAIN QUERY PLAN ${LOOKED_AT}`).all().map((row) => text(row["detail"])).join()).toContain("delivery_due (destination=? AND due_at<?)")
  await longLine(store, async () => integer(db.prepare(LOOKED_AT).get()?.["count"]))
})

it("T4 lines that were there before this version are lined up by its migration, in one file", () => {
  const db = new DatabaseSync(":memory:")
  onTestFinished(() => db.close())
  const before = migrations.findIndex((sql) => sql.includes("delivery_joins_line"))
  for (const sql of migrations.slice(0, before)) db.exec(sql)
  db.exec(`PRAGMA user_version = ${before}; INSERT INTO event (id, name, source, at, received_at, params, test_mode) SELECT 'e' || value, 'page_view', 'browser', 1, 1, '{}', 0 FROM json_each('[1,2,3]')`)
  db.exec("INSERT INTO delivery (event_seq, destination, state, due_at, person) SELECT seq, 'crm', 'pending', 1, 'ann' FROM event")
  const lookedAt = () => integer(db.prepare(LOOKED_AT).get()?.["count"])
  expect(lookedAt()).toBe(3)
  migrate(db)
  expect(lookedAt()).toBe(1)
})

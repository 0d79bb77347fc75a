import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { json, maybeText } from "../../store/sqlite/columns.ts"
import { LOOK_BACK_DAYS } from "../../attribution/report.ts"
import type { SpendRow } from "../../attribution/spend/row.ts"

const DAY_MS = 86_400_000
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
const keyOf = (parts: readonly (string | undefined)[]): string => parts.map((part) => (part ?? "").toLowerCase()).join("\n")

/** K12 — attribution completeness. Sums of several currencies cannot be added: the worst currency is the figure. */
export const K12 = (facts: Facts): Measured => {
  const { db, scope } = facts
  const seen = new Set(
    db
      .prepare("SELECT DISTINCT json_extract(touch, '$.params.utm_source') AS source, json_extract(touch, '$.params.utm_medium') AS medium, json_extract(touch, '$.params.utm_campaign') AS campaign FROM touch WHERE at >= ? AND at < ?")
      .all(scope.from - LOOK_BACK_DAYS * DAY_MS, scope.to)
      .map((row) => keyOf([maybeText(row["source"] ?? null), maybeText(row["medium"] ?? null), maybeText(row["campaign"] ?? null)])),
  )
  const rows = db.prepare("SELECT row FROM spend WHERE day >= ? AND day <= ?").all(dayOf(scope.from), dayOf(scope.to)).map((row) => json<SpendRow>(row["row"]))
  const byCurrency = Map.groupBy(rows, ({ currency }) => currency)
  const measured = [...byCurrency.values()].map((spent) =>
    measureItems(
      spent.map(({ day, source, medium, campaign, minor }): Item => {
        const found = seen.has(keyOf([source, medium, campaign]))
        return { at: Date.parse(day), weight: minor, ...(found ? {} : { miss: { kind: "campaign", id: `${source} / ${medium} / ${campaign}`, why: "Money was spent, and no visit carries this campaign" } }) }
      }),
    ),
  )
  const share = ({ days }: Measured): number => days.reduce((sum, day) => sum + day.good, 0) / Math.max(1, days.reduce((sum, day) => sum + day.of, 0))
  return measured.toSorted((a, b) => share(a) - share(b))[0] ?? measureItems([])
}

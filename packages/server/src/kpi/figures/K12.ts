import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { json, text } from "../../store/sqlite/columns.ts"
import type { SpendRow } from "../../attribution/spend/row.ts"
import { campaignsSeen, SLACK_MS } from "../../attribution/spend/seen.ts"

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** K12 — attribution completeness. Sums of several currencies cannot be added: the worst currency is the figure. */
export const K12 = (facts: Facts): Measured => {
  const { db, scope } = facts
  const isSeen = campaignsSeen(
    db
      .prepare("SELECT DISTINCT json_extract(touch, '$.params.utm_campaign') AS campaign FROM touch WHERE at >= ? AND at < ? AND campaign IS NOT NULL")
      .all(scope.from - SLACK_MS, scope.to)
      .map((row) => text(row["campaign"])),
  )
  const rows = db.prepare("SELECT row FROM spend WHERE day >= ? AND day <= ?").all(dayOf(scope.from), dayOf(scope.to)).map((row) => json<SpendRow>(row["row"]))
  const byCurrency = Map.groupBy(rows, ({ currency }) => currency)
  const measured = [...byCurrency.values()].map((spent) =>
    measureItems(
      spent.map(({ day, source, medium, campaign, minor }): Item => {
        return { at: Date.parse(day), weight: minor, ...(isSeen({ campaign }) ? {} : { miss: { kind: "campaign", id: `${source} / ${medium} / ${campaign}`, why: "Money was spent, and no visit carries this campaign" } }) }
      }),
    ),
  )
  const share = ({ days }: Measured): number => days.reduce((sum, day) => sum + day.good, 0) / Math.max(1, days.reduce((sum, day) => sum + day.of, 0))
  return measured.toSorted((a, b) => share(a) - share(b))[0] ?? measureItems([])
}

import { campaignsSeen, SLACK_MS, spendBetween, visitedCampaigns } from "../../attribution/spend/seen.ts"
import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"

/** K12 — attribution completeness. Sums of several currencies cannot be added: the worst currency is the figure. */
export const K12 = async ({ reader, scope }: Facts): Promise<Measured> => {
  const isSeen = campaignsSeen(await visitedCampaigns(reader, scope.from - SLACK_MS, scope.to))
  const rows = await spendBetween(reader, scope.from, scope.to)
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

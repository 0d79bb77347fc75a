import { Badge, Columns } from "@tagwright/pages"
import type { Line } from "../model.ts"

type Banner = Line<"banner">

const ratio = (value: number | undefined): string => (value === undefined ? "" : `${value.toFixed(1)} : 1`)
const stop = (looked: boolean, at: number | undefined): string => (!looked ? "" : at === undefined ? "never" : `stop ${at}`)

interface Row {
  what: string
  accept: string
  reject: string
}

/** What a regulator would look at, the two buttons beside each other; rows that nobody measured are left out. */
const rowsOf = ({ acceptClicks, rejectClicks, areaRatio, contrast, fill, tabStops }: Banner): Row[] =>
  [
    { what: "Clicks", accept: acceptClicks === undefined ? "" : String(acceptClicks), reject: acceptClicks === undefined ? "" : (rejectClicks?.toString() ?? "no way") },
    { what: "Size", accept: areaRatio === undefined ? "" : "1", reject: areaRatio === undefined ? "" : `× ${areaRatio.toFixed(2)}` },
    { what: "Text contrast", accept: ratio(contrast?.accept), reject: ratio(contrast?.reject) },
    { what: "Stands out from the banner", accept: ratio(fill?.accept), reject: ratio(fill?.reject) },
    { what: "Tab key comes", accept: stop(tabStops !== undefined, tabStops?.accept), reject: stop(tabStops !== undefined, tabStops?.reject) },
  ].filter(({ accept, reject }) => accept !== "" || reject !== "")

/** The consent banner as it was measured before the choice, or what withdrawing took. */
export const BannerLooks = ({ banner }: { banner: Banner }) => {
  const rows = rowsOf(banner)
  return (
    <div id={`r${banner.line}`} class="banner-looks">
      {!banner.shown && <p class="note">The banner was expected and did not show.</p>}
      {rows.length > 0 && (
        <table class="list">
          <caption>The banner’s buttons</caption>
          <Columns names={["", "Accept", "Refuse"]} />
          <tbody>
            {rows.map(({ what, accept, reject }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{accept}</td>
                <td>{reject}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {banner.withdrawClicks !== undefined && <p class="note">Withdrawing took {banner.withdrawClicks} clicks.</p>}
      {(banner.preTicked ?? []).map((category) => (
        <Badge key={category} tone="bad">
          {category} <i>ticked beforehand</i>
        </Badge>
      ))}
    </div>
  )
}

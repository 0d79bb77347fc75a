import { consentTypes } from "./consent-types.ts"
import type { Line } from "../model.ts"
import { Badge } from "./ui.tsx"

const choiceText = (choice: Line<"step">["choice"]): string => {
  if (choice === undefined) return "no choice yet"
  const granted = Object.entries(choice).flatMap(([category, yes]) => (yes ? [category] : []))
  return granted.length === 0 ? "nothing allowed" : `allows ${granted.join(", ")}`
}

/** What the two buttons look like beside each other, as far as it was measured. */
const looks = ({ areaRatio, contrast, fill, tabStops }: Line<"banner">): string[] => [
  ...(areaRatio === undefined ? [] : [`refuse button ${areaRatio.toFixed(2)} × the accept button`]),
  ...(contrast === undefined ? [] : [`text contrast ${contrast.accept} to accept, ${contrast.reject} to refuse`]),
  ...(fill === undefined ? [] : [`ground stands out ${fill.accept} and ${fill.reject} to 1`]),
  ...(tabStops === undefined ? [] : [`Tab key comes to accept ${tabStops.accept === undefined ? "never" : `at stop ${tabStops.accept}`}, to refuse ${tabStops.reject === undefined ? "never" : `at stop ${tabStops.reject}`}`]),
]

const Banner = ({ banner }: { banner: Line<"banner"> }) => (
  <p id={`r${banner.line}`} class="note">
    {banner.shown
      ? [`Banner: ${banner.acceptClicks ?? "?"} click to accept, ${banner.rejectClicks ?? "no way"} to refuse, ${banner.withdrawClicks ?? "?"} to withdraw`, ...looks(banner)].join("; ")
      : "The banner was expected and did not show."}
  </p>
)

/** What the visitor chose, and what Consent Mode made of it, at the end of the step. */
export const Consent = ({ step, banner }: { step: Line<"step">; banner: Line<"banner"> | undefined }) => (
  <section class="consent">
    <h3>
      Consent <small>{choiceText(step.choice)}</small>
    </h3>
    <ul class="consent-types">
      {consentTypes.map((type) => {
        const state = step.consent[type]
        return (
          <li key={type}>
            <Badge tone={state === "granted" ? "good" : "quiet"}>
              {type} <span>{state ?? "unset"}</span>
            </Badge>
          </li>
        )
      })}
    </ul>
    {banner !== undefined && <Banner banner={banner} />}
  </section>
)

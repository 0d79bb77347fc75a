import { Badge } from "@tagwright/pages"
import { consentTypes } from "./consent-types.ts"
import type { Line } from "../model.ts"
import { BannerLooks } from "./banner.tsx"

const choiceText = (choice: Line<"step">["choice"]): string => {
  if (choice === undefined) return "no choice yet"
  const granted = Object.entries(choice).flatMap(([category, yes]) => (yes ? [category] : []))
  return granted.length === 0 ? "nothing allowed" : `allows ${granted.join(", ")}`
}

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
              {type} <i>{state ?? "unset"}</i>
            </Badge>
          </li>
        )
      })}
    </ul>
    {banner !== undefined && <BannerLooks banner={banner} />}
  </section>
)

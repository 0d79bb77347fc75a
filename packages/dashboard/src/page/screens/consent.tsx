import type { OpsConsent } from "@tagwright/formats"
import { Badge, Columns, Empty, Scroll, Section } from "@tagwright/pages"
import { useData } from "../api.ts"
import { address, type Route } from "../route.ts"
import { Bars } from "../ui/bars.tsx"
import { DaysFilter, daysOf } from "../ui/days.tsx"
import { Head, Loaded } from "../ui/parts.tsx"
import { number, percent } from "../words.ts"

const Choices = ({ consent }: { consent: OpsConsent }) => {
  const made = consent.choices.reduce((sum, day) => sum + day.made, 0)
  const asked = consent.categories.filter(({ always }) => !always)
  const allowed = (name: string): number => consent.choices.reduce((sum, day) => sum + (day.allowed[name] ?? 0), 0)
  if (made === 0) return <Empty title="No choice was made in these days.">Choices appear here as soon as the banner sends one.</Empty>
  return (
    <div class="split">
      <div>
        <Bars label="Share of choices that allowed each category" whole={made} bars={asked.map(({ name }) => ({ label: name, value: allowed(name) }))} />
        <p class="note">{number(made)} choices, new and changed ones alike.</p>
      </div>
      <Scroll label="Choices per day">
        <table class="list">
          <Columns names={["Day, UTC", ["Choices", "figure"], ...asked.map(({ name }) => [name, "figure"] as const)]} />
          <tbody>
            {consent.choices.toReversed().map(({ day, made: count, allowed: by }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td class="figure">{number(count)}</td>
                {asked.map(({ name }) => (
                  <td class="figure" key={name}>
                    {percent(by[name] ?? 0, count)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  )
}

const Held = ({ consent }: { consent: OpsConsent }) =>
  consent.withheld.length === 0 ? (
    <Empty title="Nothing was held back." />
  ) : (
    <Scroll label="Held back">
      <table class="list">
        <Columns names={["Destination", "Why", ["Deliveries", "figure"]]} />
        <tbody>
          {consent.withheld.map(({ destination, reason, count }) => (
            <tr key={`${destination} ${reason}`}>
              <th scope="row">{destination}</th>
              <td>
                <code class="code">{reason}</code>
              </td>
              <td class="figure">
                <a href={address("/ops/deliveries", { state: "withheld", destination, reason })}>{number(count)}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )

const Categories = ({ consent }: { consent: OpsConsent }) => (
  <ul class="cards">
    {consent.categories.map(({ name, describe, grants, always, destinations }) => (
      <li key={name} class="card">
        <h3>
          {name} {always && <Badge>needs no choice</Badge>} {consent.globalPrivacyControl.includes(name) && <Badge tone="accent">denied by Global Privacy Control</Badge>}
        </h3>
        {describe !== undefined && <p class="note">{describe}</p>}
        <p class="chips">
          {destinations.length === 0 ? <span class="note">no destination</span> : destinations.map((id) => <Badge key={id} tone="accent">{id}</Badge>)}
        </p>
        <p class="note">{grants.join(", ")}</p>
      </li>
    ))}
  </ul>
)

/** What visitors allow, what that held back, and what the plan asks for. */
export const Consent = ({ route }: { route: Route }) => {
  const days = daysOf(route)
  const data = useData<OpsConsent>(address("consent", { days }), false)
  return (
    <>
      <Head title="Consent" note="What visitors allow, and what that held back.">
        <DaysFilter days={days} />
      </Head>
      <Loaded data={data}>
        {(consent) => (
          <>
            <Section title="Choices">
              <Choices consent={consent} />
            </Section>
            <Section title="Held back by consent" note="These deliveries were never sent. That is how it should be.">
              <Held consent={consent} />
            </Section>
            <Section title="Categories of the plan" note={consent.mode === "basic" ? "Basic mode: nothing is sent to Google without consent." : "Advanced mode: Google gets pings without cookies while consent is denied."}>
              <Categories consent={consent} />
            </Section>
          </>
        )}
      </Loaded>
    </>
  )
}

import type { AttributionComparison, FunnelDimension, FunnelReport } from "@tagwright/formats"
import { Badge, Columns, Empty, Scroll, Section } from "@tagwright/pages"
import { useData } from "../api.ts"
import { address, filter, type Route } from "../route.ts"
import { Bars } from "../ui/bars.tsx"
import { DaysFilter, daysOf } from "../ui/days.tsx"
import { Head, Loaded } from "../ui/parts.tsx"
import { money, number, percent } from "../words.ts"

const dimensions: Record<FunnelDimension, string> = { channel: "Channel", device: "Device", consent: "Consent" }
const isDimension = (value: string | null): value is FunnelDimension => value !== null && Object.hasOwn(dimensions, value)
/** Every currency has two decimals here unless the standard says otherwise; Intl knows. */
const decimals = (currency: string): number => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2

const Steps = ({ report }: { report: FunnelReport }) => {
  const [all] = report.rows
  const first = all?.people[0] ?? 0
  if (all === undefined || first === 0) return <Empty title="Nobody was seen in these days." />
  return (
    <Bars
      label="People per step"
      bars={report.steps.map(({ step }, index) => {
        const people = all.people[index] ?? 0
        const before = all.people[index - 1]
        return { label: step, value: people, note: before === undefined ? "" : `${percent(people, before)} of the step before` }
      })}
    />
  )
}

const Rows = ({ report }: { report: FunnelReport }) => (
  <Scroll label={`Funnel by ${report.by}`}>
    <table class="list">
      <Columns names={[dimensions[report.by], ...report.steps.map(({ step }) => [step, "figure"] as const), ["First to last", "figure"]]} />
      <tbody>
        {report.rows.map(({ value, people }) => (
          <tr key={value}>
            <th scope="row">{value}</th>
            {people.map((count, index) => (
              <td class="figure" key={index}>
                {number(count)}
              </td>
            ))}
            <td class="figure">{percent(people.at(-1) ?? 0, people[0] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

const Funnel = ({ route, days }: { route: Route; days: number }) => {
  const asked = route.query.get("by")
  const by: FunnelDimension = isDimension(asked) ? asked : "channel"
  const data = useData<FunnelReport>(address("funnel", { days, by }), false)
  return (
    <Section
      title="Funnel"
      note="People, from awareness to activation. Who did a step did every step before it that can be seen."
      aside={
        <form class="filters inline" aria-label="Split" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>Split by</span>
            <select value={by} onChange={(event) => filter({ by: event.currentTarget.value })}>
              {Object.entries(dimensions).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </form>
      }
    >
      <Loaded data={data}>
        {(report) => (
          <>
            <Steps report={report} />
            <Rows report={report} />
            {report.data === "test" ? (
              <p class="note">
                <Badge tone="accent">test</Badge> This environment counts test data only.
              </p>
            ) : (
              report.leftOut > 0 && <p class="note">{number(report.leftOut)} test events were left out.</p>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

const Attribution = ({ days }: { days: number }) => {
  const data = useData<AttributionComparison>(address("attribution/compare", { days }), false)
  return (
    <Section title="Attribution" note="The same conversions seen by every model: who gets the money.">
      <Loaded data={data}>
        {({ models, rows, conversions }) =>
          rows.length === 0 ? (
            <Empty title="No money came in these days." />
          ) : (
            <>
              <Scroll label="Attribution models">
                <table class="list">
                  <Columns names={["Channel", ...models.map((model) => [model.replaceAll("-", " "), "figure"] as const)]} />
                  <tbody>
                    {rows.map(({ channel, currency, minor }) => (
                      <tr key={`${channel} ${currency}`}>
                        <th scope="row">{channel}</th>
                        {minor.map((amount, index) => (
                          <td class="figure" key={index}>
                            {amount === 0 ? <span class="dim">0</span> : money({ minor: amount, currency, exponent: decimals(currency) })}
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <p class="note">{number(conversions)} conversions and refunds.</p>
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

/** From the first visit to activation, and which channel the money came through. */
export const FunnelScreen = ({ route }: { route: Route }) => {
  const days = daysOf(route)
  return (
    <>
      <Head title="Funnel and attribution">
        <DaysFilter days={days} />
      </Head>
      <Funnel route={route} days={days} />
      <Attribution days={days} />
    </>
  )
}

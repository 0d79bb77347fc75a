import type { KpiReport, OpsDestination, OpsOverview } from "@tagwright/formats"
import { Badge, Columns, Empty, Mark, plural, Scroll, Section, type Tone } from "@tagwright/pages"
import { post, useData } from "../api.ts"
import { useMay } from "../me.ts"
import { address } from "../route.ts"
import { HourChart } from "../ui/hour-chart.tsx"
import { Head, Loaded, Status } from "../ui/parts.tsx"
import { When } from "../ui/time.tsx"
import { KpiCard } from "./figures.tsx"
import { number } from "../words.ts"

const Verdict = ({ overview }: { overview: OpsOverview }) => {
  const bad = overview.attention.filter(({ tone }) => tone === "bad").length + overview.checks.filter(({ tone }) => tone === "bad").length
  const tone: Tone = bad > 0 ? "bad" : overview.attention.length > 0 ? "warn" : "good"
  const words: Record<Tone, string> = { bad: "Needs a person now", warn: "Works, with something to look at", good: "All is well", quiet: "" }
  const { day, weekBefore } = overview.volume
  return (
    <div class={`hero ${tone}`}>
      <div class="hero-text">
        <h2 class="verdict">
          <Mark tone={tone} /> {words[tone]}
        </h2>
        <p>
          {plural(day, "event")} in the last 24 hours{weekBefore > 0 && `; ${number(weekBefore)} on the same day a week ago`}.
        </p>
        <ul class="checks">
          {overview.checks.map(({ id, title, tone: state, detail }) => (
            <li key={id}>
              <Mark tone={state} />
              <span>
                <b>{title}</b> {detail}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <HourChart hours={overview.hours} now={overview.at} />
    </div>
  )
}

const Needs = ({ overview }: { overview: OpsOverview }) => (
  <Section title="Needs a person" note="The worst first. Each leads to what to do.">
    {overview.attention.length === 0 ? (
      <Empty title="Nothing needs you.">What the server can mend, it mends by itself.</Empty>
    ) : (
      <ul class="needs">
        {overview.attention.map(({ id, tone, title, detail, href, since }) => (
          <li key={id} class={tone}>
            <a href={href} class="row-link">
              <Mark tone={tone} />
              <span class="grow">
                <b>{title}</b>
                <span>{detail}</span>
              </span>
              {since !== undefined && <When at={since} />}
            </a>
          </li>
        ))}
      </ul>
    )}
  </Section>
)

const stateOf = ({ disabled, breaker, dead, pending, oldestPendingAt }: OpsDestination, now: number): [Tone, string] => {
  if (disabled !== undefined) return ["bad", "Switched off"]
  if (breaker !== "closed") return ["warn", "Paused, probing"]
  if (dead > 0) return ["bad", "Dead letters"]
  if (pending > 0 && oldestPendingAt !== undefined && now - oldestPendingAt > 300_000) return ["warn", "Late"]
  return pending > 0 ? ["good", "Delivering"] : ["good", "Up to date"]
}
const Cell = ({ id, state, count }: { id: string; state: string; count: number }) => (
  <td class="figure">{count === 0 ? <span class="dim">0</span> : <a href={address("/ops/deliveries", { destination: id, state })}>{number(count)}</a>}</td>
)

const Destinations = ({ overview, reload }: { overview: OpsOverview; reload: () => void }) => {
  const mayOperate = useMay("operate")
  return (
    <Section title="Destinations" note="Delivered, dead and withheld within the last 24 hours; waiting and dead letters as they stand.">
      <Scroll label="Destinations">
        <table class="list">
          <Columns names={["Destination", "State", ["Delivered", "figure"], ["Withheld", "figure"], ["Waiting", "figure"], ["Dead letters", "figure"], "Oldest waiting"]} />
          <tbody>
            {overview.destinations.map((one) => {
              const [tone, word] = stateOf(one, overview.at)
              return (
                <tr key={one.id}>
                  <th scope="row">
                    {one.id} <small>{one.type}</small> {one.marketing && <Badge>marketing</Badge>}
                  </th>
                  <td>
                    <Status tone={tone}>{word}</Status>{" "}
                    {one.disabled !== undefined && mayOperate && (
                      <button type="button" class="small" onClick={() => void post(`destinations/${encodeURIComponent(one.id)}/enable`).then(reload)}>
                        Enable
                      </button>
                    )}
                  </td>
                  <Cell id={one.id} state="delivered" count={one.day.delivered} />
                  <Cell id={one.id} state="withheld" count={one.day.withheld} />
                  <Cell id={one.id} state="pending" count={one.pending} />
                  <Cell id={one.id} state="dead" count={one.dead} />
                  <td>{one.oldestPendingAt === undefined ? <span class="dim">–</span> : <When at={one.oldestPendingAt} />}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
    </Section>
  )
}

const KPI_DAYS = 30
const Kpis = () => {
  const { value } = useData<KpiReport>(address("kpis", { days: KPI_DAYS }), false)
  if (value === undefined) return null
  return (
    <Section title="Figures against their targets" note={`Last ${KPI_DAYS} days. Dashed: the target.`}>
      <ul class="kpis small">
        {value.kpis.map((kpi) => (
          <KpiCard key={kpi.id} kpi={kpi} days={KPI_DAYS} />
        ))}
      </ul>
    </Section>
  )
}

/** Is it healthy, is it enough, and what needs a person now. */
export const Overview = () => {
  const data = useData<OpsOverview>("overview")
  return (
    <>
      <Head title="Overview" />
      <Loaded data={data}>
        {(overview) => (
          <>
            <Verdict overview={overview} />
            <Needs overview={overview} />
            <Kpis />
            <Destinations overview={overview} reload={data.reload} />
          </>
        )}
      </Loaded>
    </>
  )
}

import type { Kpi, KpiDetail, KpiMiss, KpiReport } from "@tagwright/formats"
import { Badge, Empty, plural, Section } from "@tagwright/pages"
import { get, useData } from "../api.ts"
import { address, type Route } from "../route.ts"
import { DaysFilter, daysOf } from "../ui/days.tsx"
import { Head, Loaded, Status } from "../ui/parts.tsx"
import { When } from "../ui/time.tsx"
import { Trend } from "../ui/trend.tsx"
import { figure, kpiTone, kpiWord, number, targetText } from "../words.ts"
import { useState } from "preact/hooks"

/** Value, target and trend; the card leads to what is behind it. */
export const KpiCard = ({ kpi, days }: { kpi: Kpi; days: number }) => (
  <li class={`kpi ${kpiTone[kpi.status]}`}>
    <a href={address(`/ops/figures/${kpi.id}`, { days })} class="row-link">
      <span class="kpi-head">
        <code>{kpi.id}</code> {kpi.title}
      </span>
      <span class="kpi-value">{kpi.value === null ? "–" : figure(kpi.value, kpi.unit)}</span>
      <span class="kpi-state">
        <Status tone={kpiTone[kpi.status]}>{kpiWord[kpi.status]}</Status> <small>{targetText(kpi)}</small>
      </span>
      <Trend kpi={kpi} label={kpi.title} />
    </a>
  </li>
)

const hrefOf = ({ kind, id }: KpiMiss): string | undefined => {
  if (kind === "delivery") return `/ops/deliveries/${encodeURIComponent(id)}`
  return kind === "event" ? address("/ops/events", { id }) : undefined
}
const Miss = ({ miss }: { miss: KpiMiss }) => {
  const href = hrefOf(miss)
  return (
    <li class="plain-row">
      <Badge>{miss.kind}</Badge>
      <span class="grow">
        {miss.why}
        {miss.id !== "" && <span class="note block">{href === undefined ? miss.id : <a href={href}>{miss.id}</a>}</span>}
      </span>
      {miss.at !== undefined && <When at={miss.at} />}
    </li>
  )
}

const PAGE = 100
const Misses = ({ kpi, days }: { kpi: Kpi; days: number }) => {
  const [more, setMore] = useState<KpiMiss[]>([])
  const shown = [...kpi.misses, ...more]
  const load = async (): Promise<void> => {
    const detail = await get<KpiDetail>(address(`kpis/${kpi.id}`, { days, offset: shown.length, limit: PAGE }))
    setMore([...more, ...detail.misses])
  }
  if (kpi.missed === 0) return <Empty title={kpi.value === null ? "Nothing has happened yet." : "Nothing kept it from being perfect."} />
  return (
    <>
      <ul class="rows">
        {shown.map((miss, index) => (
          <Miss key={index} miss={miss} />
        ))}
      </ul>
      {shown.length < kpi.missed && (
        <p class="more">
          <button type="button" onClick={() => void load()}>
            Show more
          </button>
          <span class="note">{plural(kpi.missed - shown.length, "more")}</span>
        </p>
      )}
    </>
  )
}

const One = ({ id, days }: { id: string; days: number }) => {
  const data = useData<KpiDetail>(address(`kpis/${encodeURIComponent(id)}`, { days }), false)
  return (
    <Loaded data={data}>
      {({ kpi, leftOut, environment }) => (
        <>
          <Head title={kpi.title} note={kpi.definition}>
            <DaysFilter days={days} />
          </Head>
          <div class={`hero slim ${kpiTone[kpi.status]}`}>
            <div class="hero-text">
              <p class="kpi-value big">{kpi.value === null ? "–" : figure(kpi.value, kpi.unit)}</p>
              <p>
                <Status tone={kpiTone[kpi.status]}>{kpiWord[kpi.status]}</Status> {targetText(kpi)}; {number(kpi.good)} of {number(kpi.of)}.
              </p>
              {kpi.excluded.map(({ count, why }) => (
                <p key={why} class="note">
                  {number(count)} left out: {why}.
                </p>
              ))}
              {leftOut > 0 && (
                <p class="note">
                  {plural(leftOut, "row")} of test data left out of {environment}.
                </p>
              )}
            </div>
            <Trend kpi={kpi} label={kpi.title} />
          </div>
          <Section title="What kept it from being perfect" note="The first of them; each leads to the thing itself.">
            <Misses key={`${id} ${days}`} kpi={kpi} days={days} />
          </Section>
        </>
      )}
    </Loaded>
  )
}

/** The figures of the ledger against their targets. */
export const Figures = ({ route }: { route: Route }) => {
  const days = daysOf(route)
  const [, id] = route.path
  const data = useData<KpiReport>(address("kpis", { days }), false)
  if (id !== undefined) return <One id={id} days={days} />
  return (
    <>
      <Head title="Figures" note="Computed from what the server has stored; unknown is never a success.">
        <DaysFilter days={days} />
      </Head>
      <Loaded data={data}>
        {({ kpis }) => (
          <ul class="kpis">
            {kpis.map((kpi) => (
              <KpiCard key={kpi.id} kpi={kpi} days={days} />
            ))}
          </ul>
        )}
      </Loaded>
    </>
  )
}

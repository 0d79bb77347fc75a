import { Badge, Columns, Empty, Mark, plural, Scroll, Section, type Tone } from "@tagwright/pages"
import { Fragment } from "preact"
import type { PerformanceMetric } from "@tagwright/formats"
import type { Line, ReportSummary } from "../model.ts"
import { readingOf, tagsByCost, type Measured, type Numbers } from "./performance-reading.ts"

/** In the order in which they matter to a visitor; those that are told and not judged come last. */
const metrics: Record<PerformanceMetric, { name: string; unit: string; means: string }> = {
  blocking: { name: "Blocked time", unit: "ms", means: "tasks beyond 50 ms: the page does not answer" },
  script: { name: "Scripts", unit: "ms", means: "time spent in scripts" },
  longTasks: { name: "Long tasks", unit: "", means: "tasks of more than 50 ms" },
  bytes: { name: "Bytes", unit: "", means: "answered, before compression" },
  requests: { name: "Requests", unit: "", means: "of this load" },
  layoutShift: { name: "Layout shift", unit: "", means: "how much moves by itself" },
  load: { name: "Load event", unit: "ms", means: "told, not judged" },
  largestPaint: { name: "Largest paint", unit: "ms", means: "told, not judged" },
  interaction: { name: "Answer to a key", unit: "ms", means: "told, not judged" },
}
const order = Object.keys(metrics)
const inOrder = (rows: readonly Measured[]): Measured[] => rows.toSorted((a, b) => order.indexOf(a.line.metric) - order.indexOf(b.line.metric))

/** Half a millisecond is nothing that anybody measures; half a percent of a layout shift is. */
const number = (metric: PerformanceMetric, value: number): string => value.toLocaleString("en", { maximumFractionDigits: metric === "layoutShift" ? 3 : Math.abs(value) < 10 ? 1 : 0 })
const signed = (metric: PerformanceMetric, value: number): string => {
  const text = number(metric, value).replace("-", "−")
  return value > 0 && text !== "0" ? `+${text}` : text === "−0" ? "0" : text
}
const interval = (metric: PerformanceMetric, { low, high }: Numbers): string => (low === high ? "the same every time" : `${signed(metric, low)} to ${signed(metric, high)}`)
/** What two loads of one kind differ by, where they do. */
const noise = (metric: PerformanceMetric, { noiseLow, noiseHigh }: Numbers): string => (noiseLow === noiseHigh ? "" : `; noise ${signed(metric, noiseLow)} to ${signed(metric, noiseHigh)}`)

/** The difference as a point, its interval as a bar, and the noise of measuring the same thing twice behind it, on one scale with zero. */
const Plot = ({ numbers: { difference, low, high, noiseLow, noiseHigh } }: { numbers: Numbers }) => {
  const least = Math.min(0, low, noiseLow)
  const width = Math.max(0, high, noiseHigh, difference) - least || 1
  const x = (value: number) => 4 + (192 * (value - least)) / width
  return (
    <svg class="interval" viewBox="0 0 200 18" aria-hidden="true">
      <rect class="noise" x={x(noiseLow)} width={Math.max(1, x(noiseHigh) - x(noiseLow))} y="3" height="12" />
      <line class="zero" x1={x(0)} x2={x(0)} y1="0" y2="18" />
      <line class="range" x1={x(low)} x2={x(high)} y1="9" y2="9" />
      <circle class="point" cx={x(difference)} cy="9" r="4" />
    </svg>
  )
}

const readings: Record<ReturnType<typeof readingOf>, { tone: Tone; label: string }> = {
  nothing: { tone: "quiet", label: "nothing measurable" },
  within: { tone: "good", label: "within the budget" },
  over: { tone: "bad", label: "over the budget" },
  unclear: { tone: "warn", label: "too noisy to tell" },
  more: { tone: "quiet", label: "more" },
  less: { tone: "quiet", label: "less" },
}

const Row = ({ line, numbers }: Measured) => {
  const { metric, budget } = line
  const { name, unit, means } = metrics[metric]
  const { tone, label } = readings[readingOf(line, numbers)]
  return (
    <tr id={`r${line.line}`}>
      <th scope="row">
        {name}
        <small>{means}</small>
      </th>
      <td>
        <b>{signed(metric, numbers.difference)}</b> {unit}
        {budget !== undefined && <small>of {number(metric, budget)} allowed</small>}
      </td>
      <td>
        <Badge tone={tone}>{label}</Badge>
        <small>
          {interval(metric, numbers)}
          {noise(metric, numbers)}
        </small>
        <Plot numbers={numbers} />
      </td>
      <td class="wide">{number(metric, numbers.without)}</td>
      <td class="wide">{number(metric, numbers.with)}</td>
    </tr>
  )
}

const sentence = (parts: readonly string[]): string => [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter(Boolean).join(" and ")

/** `+84,710 bytes and +6 requests`: what is clearly there. */
const clearly = (rows: readonly Measured[]): string => {
  const told = rows.flatMap(({ line, numbers }) => {
    const { name, unit } = metrics[line.metric]
    const isClear = !["nothing", "unclear", "less"].includes(readingOf(line, numbers))
    return isClear ? [unit === "" ? `${signed(line.metric, numbers.difference)} ${name.toLowerCase()}` : `${signed(line.metric, numbers.difference)} ${unit} ${name.toLowerCase()}`] : []
  })
  return told.length === 0 ? "Nothing can be told from noise." : `Clearly there: ${sentence(told)}. The rest cannot be told from noise.`
}

const PageCost = ({ page, rows }: { page: string; rows: readonly Measured[] }) => (
  <Section title={`Tracking on ${page}`} note={clearly(rows)}>
    <Scroll label={`Cost of ${page} by metric`}>
      <table class="list cost">
        <Columns names={["Metric", "Tracking adds", "95 % interval", ["Without", "wide"], ["With", "wide"]]} />
        <tbody>
          {rows.map((row) => (
            <Row key={row.line.line} {...row} />
          ))}
        </tbody>
      </table>
    </Scroll>
    <p class="note">Point and bar: median and 95 % interval. Grey: what the same page measured twice differs by; a difference inside it is noise.</p>
  </Section>
)

/** Told per tag: what a reader can do something about. */
const ofTag: readonly PerformanceMetric[] = ["script", "blocking", "requests", "bytes"]

const TagNumber = ({ metric, row }: { metric: PerformanceMetric; row: Measured | undefined }) => {
  if (row === undefined) return <td />
  const isClear = readingOf(row.line, row.numbers) !== "nothing"
  return (
    <td class={isClear ? "" : "note"}>
      {isClear ? <b>{signed(metric, row.numbers.difference)}</b> : "≈ 0"}
      {row.numbers.low !== row.numbers.high && <small>{interval(metric, row.numbers)}</small>}
    </td>
  )
}

/** Each tag by itself: the page with every tag against the page with every tag but this one. */
const TagCost = ({ page, rows }: { page: string; rows: readonly Measured[] }) => (
  <Section title={`Each tag on ${page}`} note="With every tag against every tag but this one; small: the 95 % interval. ≈ 0: not to be told from noise.">
    <Scroll label={`Cost of ${page} by tag`}>
      <table class="list cost">
        <Columns names={["Tag", ...ofTag.map((metric) => [metrics[metric].name, metrics[metric].unit].filter(Boolean).join(", "))]} />
        <tbody>
          {tagsByCost(rows).map(([tag, own]) => (
            <tr key={tag}>
              <th scope="row">{tag}</th>
              {ofTag.map((metric) => (
                <TagNumber key={metric} metric={metric} row={own.find(({ line }) => line.metric === metric)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </Section>
)

const measuredIn = (lines: readonly Line<"performance">[]): Measured[] => inOrder(lines.flatMap((line) => (line.volatile === undefined ? [] : [{ line, numbers: line.volatile }])))

/** What tracking costs the visitor, gate O5. */
export const Performance = ({ summary: { performance, decision } }: { summary: ReportSummary }) => {
  const rows = measuredIn(performance)
  const gate = decision?.gates.find(({ id }) => id === "O5")
  const [first] = rows
  const pages = [...Map.groupBy(rows, ({ line }) => line.page)]
  return (
    <>
      <h1>What tracking costs</h1>
      {first === undefined ? (
        <Empty>
          Not measured in this run. <code>tagwright qa --performance 7</code> loads the start page with and without tracking, in turns.
        </Empty>
      ) : (
        <>
          <p class="lead">
            {plural(first.numbers.pairs, "pair")} of loads of {pages.length === 1 ? <code>{first.line.page}</code> : plural(pages.length, "page")}, with and without tracking in turns, on a processor slowed down{" "}
            {first.line.slowdown} times. The figures are in <a href="performance.json">performance.json</a> too.
          </p>
          <p class="note">
            Nothing leaves the machine, so the vendors' own scripts (Google's, Meta's) are not in these figures: the container is the offline runtime, and a vendor's script is answered with an empty one. What is measured is the kit, the container, the
            tags and their requests.
          </p>
          {gate !== undefined && (
            <p>
              <Mark tone={gate.verdict === "pass" ? "good" : gate.verdict === "fail" ? "bad" : "warn"} label={gate.verdict} /> {gate.summary}
            </p>
          )}
          {pages.map(([page, found]) => {
            const byTag = found.filter(({ line }) => line.tag !== undefined)
            return (
              <Fragment key={page}>
                <PageCost page={page} rows={found.filter(({ line }) => line.tag === undefined)} />
                {byTag.length > 0 && <TagCost page={page} rows={byTag} />}
              </Fragment>
            )
          })}
        </>
      )}
    </>
  )
}

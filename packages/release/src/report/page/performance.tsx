import { Fragment } from "preact"
import type { PerformanceMetric } from "@tagwright/formats"
import type { Line, ReportSummary } from "../model.ts"
import { Columns, Empty, Mark, Scroll, Section } from "./ui.tsx"
import { plural } from "./words.ts"

type Numbers = NonNullable<Line<"performance">["volatile"]>

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

const number = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 2 })
const signed = (value: number): string => `${value > 0 ? "+" : ""}${number(value)}`

/** The difference as a point, its interval as a bar, and the noise of measuring the same thing twice behind it, on one scale with zero. */
const Plot = ({ numbers: { difference, low, high, noiseLow, noiseHigh }, label }: { numbers: Numbers; label: string }) => {
  const least = Math.min(0, low, noiseLow)
  const width = Math.max(0, high, noiseHigh, difference) - least || 1
  const x = (value: number) => 4 + (192 * (value - least)) / width
  return (
    <svg class="interval" viewBox="0 0 200 24" width="200" height="24" role="img" aria-label={label}>
      <line class="zero" x1={x(0)} x2={x(0)} y1="2" y2="22" />
      <rect class="noise" x={x(noiseLow)} width={Math.max(1, x(noiseHigh) - x(noiseLow))} y="6" height="12" />
      <line class="range" x1={x(low)} x2={x(high)} y1="12" y2="12" />
      <circle class="point" cx={x(difference)} cy="12" r="4" />
    </svg>
  )
}

const Row = ({ line, numbers }: { line: Line<"performance">; numbers: Numbers }) => {
  const { name, unit, means } = metrics[line.metric]
  return (
    <tr id={`r${line.line}`}>
      <th scope="row">
        {name}
        <small>{means}</small>
      </th>
      <td>{number(numbers.without)}</td>
      <td>{number(numbers.with)}</td>
      <td>
        <b>{signed(numbers.difference)}</b> {unit}
      </td>
      <td>
        <Plot numbers={numbers} label={`95 % between ${signed(numbers.low)} and ${signed(numbers.high)} ${unit}; the same measured twice differs by ${signed(numbers.noiseLow)} to ${signed(numbers.noiseHigh)}`} />
      </td>
    </tr>
  )
}

type Measured = { line: Line<"performance">; numbers: Numbers }

const PageCost = ({ page, rows }: { page: string; rows: readonly Measured[] }) => (
  <Section title={`Tracking on ${page}`} note="Point and bar: median and 95 % interval. Grey: what the same page measured twice differs by; a difference inside it is noise.">
    <Scroll label={`Cost of ${page} by metric`}>
      <table class="list">
        <Columns names={["Metric", "Without", "With", "Tracking adds", "Interval"]} />
        <tbody>
          {rows.map(({ line, numbers }) => (
            <Row key={line.line} line={line} numbers={numbers} />
          ))}
        </tbody>
      </table>
    </Scroll>
  </Section>
)

/** Told per tag: what a reader can do something about. */
const ofTag: readonly PerformanceMetric[] = ["script", "blocking", "bytes", "requests"]
const isNoise = ({ low, high }: Numbers): boolean => low <= 0 && high >= 0

/** Each tag by itself: the page with every tag against the page with every tag but this one. */
const TagCost = ({ page, rows }: { page: string; rows: readonly Measured[] }) => (
  <Section title={`Each tag on ${page}`} note="With every tag against every tag but this one. Soft figures: the interval holds zero, so the difference may be noise.">
    <Scroll label={`Cost of ${page} by tag`}>
      <table class="list">
        <Columns names={["Tag", ...ofTag.map((metric) => [metrics[metric].name, metrics[metric].unit].filter(Boolean).join(", "))]} />
        <tbody>
          {[...Map.groupBy(rows, ({ line }) => line.tag ?? "")].map(([tag, own]) => (
            <tr key={tag}>
              <th scope="row">{tag}</th>
              {ofTag.map((metric) => {
                const numbers = own.find(({ line }) => line.metric === metric)?.numbers
                if (numbers === undefined) return <td key={metric} />
                return (
                  <td key={metric} class={isNoise(numbers) ? "note" : ""} title={`95 %: ${signed(numbers.low)} to ${signed(numbers.high)}`}>
                    {signed(numbers.difference)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </Section>
)

/** What tracking costs the visitor, gate O5. */
export const Performance = ({ summary: { performance, decision } }: { summary: ReportSummary }) => {
  const rows = performance.flatMap((line) => (line.volatile === undefined ? [] : [{ line, numbers: line.volatile }]))
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
            {first.line.slowdown} times. The container is the offline runtime: Google's own script is larger. The figures are in <code>performance.json</code> too.
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

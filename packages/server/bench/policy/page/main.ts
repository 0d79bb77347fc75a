import uPlot from "uplot"
import type { Drawn } from "./drawn.ts"

const HEIGHT = 190
const DAY_HOURS = 24

/** `light-dark()` has to be resolved by the browser before a canvas can use it. */
const colour = (name: string): string => {
  const probe = document.createElement("span")
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const value = getComputedStyle(probe).color
  probe.remove()
  return value
}

const short = (value: number): string => value.toLocaleString("en", { notation: "compact", maximumFractionDigits: 1 })
const time = (hours: number, span: number): string => (span < 1.1 ? `${Math.round(hours * 60)} min` : `${Number(hours.toFixed(1))} h`)

interface Line {
  values: number[]
  colour: string
  dashed?: boolean
  filled?: boolean
}
/** Probes, one in five minutes, beside the hundreds of a recovery: a scale that is even near zero and logarithmic beyond. */
const WIDE: uPlot.Scale = { distr: 4, asinh: 1 }
const TENS = (_plot: uPlot, _axis: number, _min: number, max: number): number[] => [0, 1, 10, 100, 1_000, 10_000, 100_000].filter((at) => at <= max)
/** uPlot would leave out, as null, what stands too close on such a scale. */
const ALL = (_plot: uPlot, splits: number[]): number[] => splits
/** One chart: lines over hours, the time of trouble behind them. */
const draw = (place: HTMLElement, { hours, trouble: [from, until] }: Drawn, lines: readonly Line[], isWide: boolean): uPlot => {
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui" }
  const span = hours.at(-1) ?? 1
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 18, 0, 0],
      scales: { x: { time: false, range: [0, span] }, y: { range: (_plot, _min, max) => [0, Math.max(1, max * 1.08)], ...(isWide && WIDE) } },
      axes: [
        { ...axis, values: (_plot, splits) => splits.map((at) => time(at, span)), space: 55, size: 26, ...(span > DAY_HOURS && { incrs: [6, 12, 24] }) },
        { ...axis, values: (_plot, splits) => splits.map(short), size: 46, space: 32, ...(isWide && { splits: TENS, filter: ALL }) },
      ],
      series: [{}, ...lines.map((line) => ({ stroke: colour(line.colour), width: line.dashed === true ? 1.25 : 1.75, points: { show: false }, ...(line.dashed === true && { dash: [4, 4] }), ...(line.filled === true && { fill: `color-mix(in srgb, ${colour(line.colour)} 16%, transparent)` }) }))],
      hooks: {
        drawClear: [
          (plot) => {
            const [left, right] = [plot.valToPos(from, "x", true), plot.valToPos(Math.min(until, span), "x", true)]
            plot.ctx.save()
            plot.ctx.fillStyle = colour("--bad-wash")
            plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height)
            plot.ctx.restore()
          },
        ],
      },
    },
    [hours, ...lines.map(({ values }) => values)],
    place,
  )
}

const runs: Drawn[] = JSON.parse(document.querySelector("#runs")?.textContent ?? "[]")
const linesOf: Record<string, (run: Drawn) => Line[]> = {
  waiting: ({ waiting }) => [{ values: waiting, colour: "--accent", filled: true }],
  overdue: ({ overdue, othersOverdue }) => [{ values: overdue, colour: "--accent", filled: true }, ...(othersOverdue.length === 0 ? [] : [{ values: othersOverdue, colour: "--good" }])],
  requests: ({ requests, arrivals }) => [{ values: requests, colour: "--accent", filled: true }, { values: arrivals, colour: "--soft", dashed: true }],
}
let plots: uPlot[] = []
const drawAll = (): void => {
  for (const plot of plots) plot.destroy()
  plots = [...document.querySelectorAll<HTMLElement>("[data-chart]")].flatMap((place) => {
    const run = runs.find(({ name }) => name === place.dataset["run"])
    const lines = linesOf[place.dataset["chart"] ?? ""]
    return run === undefined || lines === undefined ? [] : [draw(place, run, lines(run), place.dataset["chart"] === "requests")]
  })
}
drawAll()
addEventListener("resize", drawAll)
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll)

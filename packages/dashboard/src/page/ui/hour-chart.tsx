import { Columns, plural, Scroll } from "@tagwright/pages"
import { useEffect, useRef } from "preact/hooks"
import uPlot from "uplot"
import { utcMinute } from "./time.tsx"

const HOUR_MS = 3_600_000
const HOURS = 7 * 24
const HEIGHT = 230
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
/** `light-dark()` has to be resolved by the browser before a canvas can use it. */
const resolved = (name: string): string => {
  const probe = document.createElement("span")
  probe.style.color = colour(name)
  document.body.append(probe)
  const value = getComputedStyle(probe).color
  probe.remove()
  return value
}

type Hours = readonly { at: number; events: number }[]

/** Every hour of the week, also those without an event: a gap is news. */
const series = (hours: Hours, now: number): [number[], number[]] => {
  const last = Math.floor(now / HOUR_MS) * HOUR_MS
  const times = Array.from({ length: HOURS }, (_, index) => last - (HOURS - 1 - index) * HOUR_MS)
  const counts = new Map(hours.map(({ at, events }) => [at, events]))
  return [times.map((at) => at / 1000), times.map((at) => counts.get(at) ?? 0)]
}

const paths = uPlot.paths.bars?.({ size: [0.85, 12] })
const bars = paths === undefined ? {} : { paths }

const options = (width: number): uPlot.Options => {
  const [ink, line, accent] = [resolved("--soft"), resolved("--line"), resolved("--accent")]
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: "11px system-ui" }
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    padding: [8, 4, 0, 0],
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.1)] } },
    axes: [
      { ...axis, values: (_plot, seconds) => seconds.map((at) => new Date(at * 1000).toLocaleDateString("en", { weekday: "short", day: "numeric", timeZone: "UTC" })), space: 60, incrs: [86_400], size: 28 },
      { ...axis, size: 44 },
    ],
    series: [{}, { stroke: accent, width: 1.5, fill: `color-mix(in srgb, ${accent} 22%, transparent)`, ...bars, points: { show: false } }],
  }
}

/** Events per hour of the last week, in UTC; the same figures as a table for those who read. */
export const HourChart = ({ hours, now }: { hours: Hours; now: number }) => {
  const place = useRef<HTMLDivElement>(null)
  const data = series(hours, now)
  const total = data[1].reduce((sum, count) => sum + count, 0)
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    let plot: uPlot | undefined
    const draw = (): void => {
      plot?.destroy()
      plot = new uPlot(options(element.clientWidth), data, element)
    }
    draw()
    const watcher = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height: HEIGHT }))
    watcher.observe(element)
    const dark = matchMedia("(prefers-color-scheme: dark)")
    addEventListener("themechange", draw)
    dark.addEventListener("change", draw)
    return () => {
      watcher.disconnect()
      removeEventListener("themechange", draw)
      dark.removeEventListener("change", draw)
      plot?.destroy()
    }
  }, [hours, now])
  return (
    <figure class="chart">
      <figcaption>
        Events per hour <small>last seven days, UTC</small>
      </figcaption>
      <div ref={place} role="img" aria-label={`${plural(total, "event")} in the last seven days`} />
      <details>
        <summary>As a table</summary>
        <Scroll label="Events per hour">
          <table class="list">
            <Columns names={["Hour, UTC", ["Events", "figure"]]} />
            <tbody>
              {hours.toReversed().map(({ at, events }) => (
                <tr key={at}>
                  <th scope="row">{utcMinute(at)}</th>
                  <td class="figure">{events}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </figure>
  )
}

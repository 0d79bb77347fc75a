import type { Kpi } from "@tagwright/formats"
import { figure } from "../words.ts"

const WIDTH = 200
const HEIGHT = 40
const MARGIN = 3

/** A line over the days with the target as a dashed one; gaps stay gaps. The figures stand beside it in words. */
export const Trend = ({ kpi, label }: { kpi: Pick<Kpi, "trend" | "target" | "unit">; label: string }) => {
  const { trend, target, unit } = kpi
  const values = trend.flatMap(({ value }) => (value === null ? [] : [value]))
  const low = Math.min(target.value, ...values)
  const high = Math.max(target.value, ...values)
  const y = (value: number): number => HEIGHT - MARGIN - (high === low ? 0.5 : (value - low) / (high - low)) * (HEIGHT - 2 * MARGIN)
  const x = (index: number): number => MARGIN + (index / Math.max(1, trend.length - 1)) * (WIDTH - 2 * MARGIN)
  let pen = "M"
  const path = trend
    .map(({ value }, index) => {
      if (value === null) return void (pen = "M")
      const step = `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`
      pen = "L"
      return step
    })
    .join("")
  const last = trend.findLastIndex(({ value }) => value !== null)
  const now = trend[last]?.value
  return (
    <svg class="trend" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${label}, per day: ${values.length === 0 ? "nothing yet" : `from ${figure(Math.min(...values), unit)} to ${figure(Math.max(...values), unit)}`}`}>
      <line x1="0" x2={WIDTH} y1={y(target.value)} y2={y(target.value)} class="trend-target" />
      <path d={path} class="trend-line" />
      {now !== undefined && now !== null && <circle cx={x(last)} cy={y(now)} r="2.5" class="trend-now" />}
    </svg>
  )
}

import { percent } from "../words.ts"

export interface Bar {
  label: string
  value: number
  note?: string
}
/** Figures as bars with their numbers beside them: read by eye and by screen reader alike. */
export const Bars = ({ bars, whole, label }: { bars: readonly Bar[]; whole?: number; label: string }) => {
  const most = whole ?? Math.max(1, ...bars.map(({ value }) => value))
  return (
    <ol class="bars" aria-label={label}>
      {bars.map(({ label: name, value, note }) => (
        <li key={name}>
          <span class="bar-label">{name}</span>
          <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="8" rx="1.5" class="bar-ground" />
            <rect width={Math.max(value > 0 ? 0.6 : 0, (value / most) * 100)} height="8" rx="1.5" class="bar-fill" />
          </svg>
          <span class="bar-value">
            {value.toLocaleString("en")} <small>{note ?? (whole === undefined ? "" : percent(value, whole))}</small>
          </span>
        </li>
      ))}
    </ol>
  )
}

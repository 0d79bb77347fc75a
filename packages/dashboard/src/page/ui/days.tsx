import { filter, type Route } from "../route.ts"

const USUAL = 30
const offered = [1, 7, 30, 90, 365] as const
export const daysOf = ({ query }: Route): number => {
  const days = Number(query.get("days") ?? USUAL)
  return Number.isInteger(days) && days > 0 && days <= 400 ? days : USUAL
}
export const DaysFilter = ({ days }: { days: number }) => (
  <form class="filters inline" aria-label="Period" onSubmit={(event) => event.preventDefault()}>
    <label>
      <span>Period</span>
      <select value={String(days)} onChange={(event) => filter({ days: event.currentTarget.value })}>
        {offered.map((one) => (
          <option key={one} value={one}>
            {one === 1 ? "last 24 hours" : `last ${one} days`}
          </option>
        ))}
      </select>
    </label>
  </form>
)

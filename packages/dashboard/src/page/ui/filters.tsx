import type { ComponentChildren } from "preact"
import { filter } from "../route.ts"

/** `table`: what the list holds, for its export under the same filter. */
export const Filters = ({ children, active, table }: { children: ComponentChildren; active: readonly string[]; table: "events" | "deliveries" }) => (
  <form class="filters" role="search" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
    {children}
    {active.length > 0 && (
      <button type="button" class="link" onClick={() => filter(Object.fromEntries(active.map((name) => [name, undefined])))}>
        Clear filters
      </button>
    )}
    <a class="export" href={`/ops/api/export/${table}${location.search}`} data-whole download>
      Download as CSV
    </a>
  </form>
)

interface SelectProps {
  label: string
  name: string
  value: string | undefined
  options: readonly (readonly [value: string, text: string])[]
  any: string
}
/** Writes into the address; the list follows the address. */
export const Select = ({ label, name, value = "", options, any }: SelectProps) => (
  <label>
    <span>{label}</span>
    <select value={value} onChange={(event) => filter({ [name]: event.currentTarget.value })}>
      <option value="">{any}</option>
      {/* A filter from an old link stays visible, also when nothing is called so any more. */}
      {value !== "" && !options.some(([known]) => known === value) && <option value={value}>{value}</option>}
      {options.map(([known, text]) => (
        <option key={known} value={known}>
          {text}
        </option>
      ))}
    </select>
  </label>
)

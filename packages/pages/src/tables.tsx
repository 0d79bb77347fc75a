import type { ComponentChildren } from "preact"

/** Wide content scrolls by itself, by keyboard too; the page never does. */
export const Scroll = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <div class="scroll" role="region" aria-label={label} tabIndex={0}>
    {children}
  </div>
)

type Column = string | readonly [name: string, className: "figure" | "wide"]

/** The first row of a list: what each column is. A column of buttons or marks has no name (`""`). */
export const Columns = ({ names }: { names: readonly Column[] }) => (
  <thead>
    <tr>
      {names.map((column, index) => {
        const [name, className] = typeof column === "string" ? [column] : column
        return name === "" ? (
          <td key={index} />
        ) : (
          <th key={index} scope="col" class={className}>
            {name}
          </th>
        )
      })}
    </tr>
  </thead>
)

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null
const plainText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)))

/** Name, value and, where known, what it means. Nested values open as tables of their own. Text stays text, whatever is in it. */
export const Values = ({ values, meaning }: { values: object; meaning?: (name: string, value: string) => string | undefined }) => {
  const rows = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]: [string, unknown]) => ({ name, value, note: meaning?.(name, plainText(value)) ?? "" }))
  const explained = rows.some(({ note }) => note !== "")
  if (rows.length === 0) return <p class="note">nothing</p>
  return (
    <table class="values">
      <tbody>
        {rows.map(({ name, value, note }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{isObject(value) ? <Values values={value} /> : <code>{plainText(value)}</code>}</td>
            {explained && <td class="meaning">{note}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

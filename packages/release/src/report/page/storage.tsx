import { Badge, Columns, Scroll } from "@tagwright/pages"
import type { Line } from "../model.ts"

type Storage = Line<"storage">
const days = (count: number): string => (count <= 0 ? "this session" : count === 1 ? "1 day" : `${Math.round(count)} days`)

/** What the browser holds at the end of the step, and what is new or gone since the step before. */
export const Storage = ({ line, before }: { line: Storage | undefined; before: Storage | undefined }) => {
  if (line === undefined) return null
  const had = new Set(before?.cookies.map(({ name }) => name))
  const has = new Set(line.cookies.map(({ name }) => name))
  const gone = [...had].filter((name) => !has.has(name))
  const keys = [...line.localStorage.map((name) => `${name} (local)`), ...line.sessionStorage.map((name) => `${name} (session)`)]
  return (
    <section id={`r${line.line}`}>
      <h3>
        Cookies and storage <small>{line.cookies.length + keys.length === 0 ? "empty" : `${line.cookies.length} cookies, ${keys.length} keys`}</small>
      </h3>
      {line.cookies.length > 0 && (
        <Scroll label="Cookies">
          <table class="list short">
            <Columns names={["Cookie", "Domain", "Lives", "Scripts", ""]} />
            <tbody>
              {line.cookies.map((cookie) => (
                <tr key={`${cookie.name}${cookie.domain}`}>
                  <th scope="row">
                    <code>{cookie.name}</code>
                  </th>
                  <td>{cookie.domain}</td>
                  <td>{days(cookie.days)}</td>
                  <td>{cookie.httpOnly ? "cannot read it" : "can read it"}</td>
                  <td>{!had.has(cookie.name) && <Badge tone="accent">new</Badge>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p class="chips">
        {keys.map((key) => (
          <code key={key}>{key}</code>
        ))}
        {gone.map((name) => (
          <Badge key={name} tone="warn">
            {name} <i>gone</i>
          </Badge>
        ))}
      </p>
      {line.leadId !== undefined && (
        <p class="note">
          lead_id <code>{line.leadId}</code>
        </p>
      )}
    </section>
  )
}

import { tagTypes } from "../../container/type-names.ts"
import type { Feed } from "../feed.ts"
import type { Visit } from "./model.ts"
import { Requests } from "./requests.tsx"

interface Tally {
  container: string
  tag: string
  type: string
  fired: number
  failed: number
}

const tally = (visit: Visit, containers: Feed["containers"]): Tally[] => {
  const all = new Map<string, Tally>()
  const of = (container: string, tag: string, type: string): Tally => {
    const key = `${container}/${tag}`
    const found = all.get(key) ?? { container, tag, type, fired: 0, failed: 0 }
    all.set(key, found)
    return found
  }
  for (const { publicId, tags } of containers) for (const [tag, { type }] of Object.entries(tags)) of(publicId, tag, type)
  for (const { record } of visit.events)
    for (const fired of record.fired) {
      const one = of(containers.length === 1 ? (containers[0]?.publicId ?? record.container) : record.container, fired.tag, fired.type)
      one.fired += 1
      if (fired.status === "failure" || fired.status === "exception") one.failed += 1
    }
  return [...all.values()].sort((a, b) => b.fired - a.fired || a.tag.localeCompare(b.tag))
}

/** A whole page load: every tag with how often it fired, all requests, and what there is to know. */
export const PageView = ({ visit, containers }: { visit: Visit; containers: Feed["containers"] }) => (
  <>
    <header class="event-head">
      <h2>{visit.title || "Page"}</h2>
      <p class="note">
        <a href={visit.url} target="_blank" rel="noreferrer">
          {visit.url}
        </a>
      </p>
    </header>
    <div class="panel" tabIndex={0} role="region" aria-label="The whole page">
      {visit.notices.length > 0 && (
        <section>
          <h3>To know</h3>
          <ul class="notices">
            {visit.notices.map(({ key, text }) => (
              <li key={key}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>Tags</h3>
        <table class="values tally">
          <tbody>
            {tally(visit, containers).map(({ container, tag, type, fired, failed }) => (
              <tr key={`${container}/${tag}`} class={fired === 0 ? "dim" : ""}>
                <th scope="row">
                  {tag}
                  <small>{tagTypes[type] ?? (type.startsWith("cvt_") ? "Custom template" : type)}</small>
                </th>
                <td>
                  {fired === 0 ? "not fired" : <span class="badge good">fired {fired === 1 ? "once" : `${fired} times`}</span>} {failed > 0 && <span class="badge bad">{failed} failed</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h3>Requests</h3>
        <Requests requests={visit.requests} empty="Nothing was sent." />
      </section>
      {containers.some(({ findings }) => findings.length > 0) && (
        <section>
          <h3>Cannot be evaluated</h3>
          <ul class="notices">
            {containers.flatMap(({ publicId, findings }) => findings.map((text) => <li key={`${publicId}/${text}`}>{text}</li>))}
          </ul>
        </section>
      )}
    </div>
  </>
)

import { decode, type Field } from "./decode.ts"
import type { ShownRequest } from "./model.ts"

const Fields = ({ title, fields }: { title: string; fields: Field[] }) => (
  <table class="values">
    <caption>{title}</caption>
    <tbody>
      {fields.map(({ key, value, meaning }, index) => (
        <tr key={`${key}/${index}`}>
          <th scope="row">
            {key}
            {meaning !== "" && <small>{meaning}</small>}
          </th>
          <td>
            <code>{value}</code>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const One = ({ request }: { request: ShownRequest["request"] }) => {
  const { host, path, events, groups } = decode(request.url, request.body)
  return (
    <details class="card">
      <summary>
        <span class="name">{events.length > 0 ? events.join(", ") : host}</span>
        <span class="type">
          {request.method} {events.length > 0 ? host : ""}
          {path}
        </span>
        <span class="badge quiet">{request.tags.length === 0 ? "page" : request.tags.join(", ")}</span>
      </summary>
      <div class="inside">
        {groups.length === 0 ? <p class="note">It carries no parameters.</p> : groups.map((group) => <Fields key={group.title} {...group} />)}
      </div>
    </details>
  )
}

export const Requests = ({ requests, empty }: { requests: readonly ShownRequest[]; empty: string }) =>
  requests.length === 0 ? (
    <p class="empty">{empty}</p>
  ) : (
    <>
      {requests.map(({ key, request }) => (
        <One key={key} request={request} />
      ))}
    </>
  )

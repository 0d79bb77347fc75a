import { Badge, plural, Values } from "@tagwright/pages"
import { useState } from "preact/hooks"
import type { Line } from "../model.ts"
import { decodeBody, meaningOf, subjectOf } from "./decode.ts"

type Request = Line<"request">
const parties: Record<Request["party"], string> = { site: "site", gtm: "container", collect: "our server", vendor: "vendor", unknown: "unknown party" }

const split = (url: string): [host: string, path: string] => {
  const parsed = URL.parse(url)
  return parsed === null ? [url, ""] : [parsed.host, parsed.pathname]
}

const Body = ({ url, body }: { url: string; body: string }) => {
  const decoded = decodeBody(body)
  return (
    <>
      <h4>Body</h4>
      {typeof decoded === "object" && decoded !== null ? <Values values={decoded} meaning={(name, value) => meaningOf(url, name, value)} /> : <pre>{body}</pre>}
    </>
  )
}

const Row = ({ request }: { request: Request }) => {
  const [host, path] = split(request.url)
  const subject = subjectOf(request.query, request.body)
  return (
    <details id={`r${request.line}`} class="row request">
      <summary>
        <Badge tone={request.party === "vendor" ? "accent" : request.party === "unknown" ? "warn" : "quiet"}>{request.destination ?? parties[request.party]}</Badge>
        {subject !== undefined && <b>{subject}</b>}
        <span class="url">
          <span class="note">{request.method}</span> {host}
          <wbr />
          {path}
        </span>
        {request.choice === undefined && request.party !== "site" && <Badge>before the choice</Badge>}
        {request.from === "server" && <Badge>sent by the server</Badge>}
      </summary>
      <Values values={request.query} meaning={(name, value) => meaningOf(request.url, name, value)} />
      {request.body !== undefined && request.body !== "" && <Body url={request.url} body={request.body} />}
      <p class="note">{request.cookies.length === 0 ? "No cookie was sent." : `Cookies sent: ${request.cookies.join(", ")}.`}</p>
    </details>
  )
}

/** Vendors first: that is what consent is about. The site's own files fold away. */
export const Requests = ({ requests }: { requests: Request[] }) => {
  const [all, showAll] = useState(false)
  if (requests.length === 0) return null
  const outside = requests.filter(({ party }) => party !== "site")
  const shown = all ? requests : outside
  return (
    <section>
      <h3>
        Requests <small>{outside.length === 0 ? "none left the site" : `${plural(outside.length, "request")} beyond the site`}</small>
      </h3>
      <div class="rows">
        {shown.map((request) => (
          <Row key={request.line} request={request} />
        ))}
      </div>
      {requests.length > outside.length && (
        <button type="button" class="more" onClick={() => showAll(!all)}>
          {all ? "Hide" : "Show"} {plural(requests.length - outside.length, "request")} to the site itself
        </button>
      )}
    </section>
  )
}

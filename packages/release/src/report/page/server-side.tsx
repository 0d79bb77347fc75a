import { Empty, plural } from "@tagwright/pages"
import type { ReportSummary, ServerRecords } from "../model.ts"
import { loadServer } from "./data.ts"
import { DeliveryRows } from "./deliveries.tsx"
import { useLoaded } from "./use-loaded.ts"
import { scenarioName } from "./words.ts"

const Walks = ({ summary, server }: { summary: ReportSummary; server: ServerRecords }) => (
  <>
    <p class="lead">
      {plural(server.events.length, "event")} stored, {plural(server.deliveries.filter(({ state }) => state === "delivered").length, "delivery", "deliveries")} done,{" "}
      {server.deliveries.filter(({ state }) => state === "withheld").length} withheld for want of consent.
    </p>
    {server.events.length === 0 && <Empty>The server saw nothing.</Empty>}
    {summary.walks.map((walk) => {
      const here = (line: { scenario: string; journey: string }) => line.scenario === walk.scenario && line.journey === walk.journey
      const events = server.events.filter(here)
      return events.length === 0 ? null : (
        <section key={walk.id}>
          <h2 class="walk-title">
            <a href={`#/walk/${walk.id}`}>{walk.journey}</a> <small>{scenarioName(walk.scenario)}</small>
          </h2>
          <DeliveryRows events={events} deliveries={server.deliveries.filter(here)} />
        </section>
      )
    })}
  </>
)

/** Everything the server stored and delivered, walk by walk. */
export const ServerSide = ({ summary }: { summary: ReportSummary }) => {
  const { value, error } = useLoaded("server", loadServer)
  return (
    <>
      <h1>Server</h1>
      {error !== undefined && <Empty>{error}</Empty>}
      {value === undefined ? <p class="empty" aria-busy="true">Loading…</p> : <Walks summary={summary} server={value} />}
    </>
  )
}

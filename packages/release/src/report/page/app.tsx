import { Help, HelpButton, Mark, Skip, ThemeButton } from "@tagwright/pages"
import { useEffect } from "preact/hooks"
import type { ReportSummary } from "../model.ts"
import { Compliance } from "./compliance.tsx"
import { Container } from "./container.tsx"
import { Coverage } from "./coverage.tsx"
import { Journeys } from "./journeys.tsx"
import { shortcuts } from "./keys.ts"
import { Overview } from "./overview.tsx"
import { Performance } from "./performance.tsx"
import { PersonalData } from "./personal-data.tsx"
import { Resilience } from "./resilience.tsx"
import { reveal, useRoute } from "./route.ts"
import { ServerSide } from "./server-side.tsx"
import { Survey } from "./survey.tsx"
import { Walk } from "./walk.tsx"
import { shortDigest, verdictTone } from "./words.ts"

const views: readonly { path: string; name: string; count: (summary: ReportSummary) => number | undefined }[] = [
  { path: "", name: "Gates", count: (summary) => summary.decision?.gates.filter(({ verdict }) => verdict === "fail" || verdict === "error").length },
  { path: "journeys", name: "Journeys", count: (summary) => summary.walks.length },
  { path: "coverage", name: "Coverage", count: (summary) => summary.elements.length },
  { path: "personal-data", name: "Personal data", count: (summary) => summary.personalData.length },
  { path: "compliance", name: "Compliance", count: (summary) => summary.compliance.filter(({ answer }) => answer === "broken").length },
  { path: "server", name: "Server", count: (summary) => summary.serverEvents },
  { path: "resilience", name: "Faults", count: (summary) => summary.faults.length + summary.probes.length },
  { path: "performance", name: "Cost", count: () => undefined },
  { path: "container", name: "Container", count: (summary) => summary.containerChecks.length + summary.planFindings.length },
]

const View = ({ route, summary }: { route: string[]; summary: ReportSummary }) => {
  const [view = ""] = route
  if (view === "walk") return <Walk summary={summary} id={route[1] ?? ""} step={Number(route[2] ?? 0)} record={route[3]} />
  if (view === "journeys") return <Journeys summary={summary} />
  if (view === "coverage") return <Coverage summary={summary} />
  if (view === "personal-data") return <PersonalData summary={summary} />
  if (view === "compliance") return <Compliance summary={summary} />
  if (view === "server") return <ServerSide summary={summary} />
  if (view === "resilience") return <Resilience summary={summary} />
  if (view === "performance") return <Performance summary={summary} />
  if (view === "container") return <Container summary={summary} />
  return summary.run?.survey === true ? <Survey summary={summary} /> : <Overview summary={summary} />
}

/** Without a plan there is nothing to judge and no server: only what was seen has a view; cost has one where it was measured. */
const viewsOf = (summary: ReportSummary): typeof views => {
  if (summary.run?.survey !== true) return views.filter(({ path }) => path !== "performance" || summary.performance.length > 0)
  return views.flatMap((view) => (view.path === "" ? [{ ...view, name: "Overview" }] : view.path === "journeys" ? [{ ...view, name: "Visits" }] : ["coverage", "personal-data"].includes(view.path) ? [view] : []))
}

const Verdict = ({ summary }: { summary: ReportSummary }) => {
  const verdict = summary.decision?.verdict
  return verdict === undefined ? <Mark tone="quiet" label="not judged" /> : <Mark tone={verdictTone[verdict]} label={verdict} />
}

export const App = ({ summary }: { summary: ReportSummary }) => {
  const route = useRoute()
  const active = route[0] === "walk" ? "journeys" : (views.find(({ path }) => path === route[0])?.path ?? "")
  const target = route[0] === "walk" ? undefined : route.find((part, index) => index > 0 && part !== "")
  useEffect(() => {
    if (target !== undefined) reveal(target)
    else if (route[0] !== "walk") scrollTo(0, 0)
  }, [route.join("/")])
  return (
    <>
      <Skip to="main" />
      <header class="top">
        <a class="brand" href="#/">
          <Verdict summary={summary} />
          <strong>{summary.title}</strong>
        </a>
        <nav aria-label="Views">
          {viewsOf(summary).map(({ path, name, count }) => {
            const n = count(summary)
            return (
              <a key={path} href={`#/${path}`} aria-current={active === path ? "page" : undefined}>
                {name}
                {n !== undefined && n > 0 && <span class="count">{n}</span>}
              </a>
            )
          })}
        </nav>
        <div class="tools">
          <HelpButton />
          <ThemeButton />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <View route={route} summary={summary} />
      </main>
      <footer class="foot">
        <p>
          {summary.records.toLocaleString("en")} records, sealed as <code>{shortDigest(summary.evidenceDigest)}</code>. <a href="records.ndjson">records.ndjson</a> holds all of
          them; <code>tagwright evidence verify</code> tells whether a byte was changed.
        </p>
      </footer>
      <Help shortcuts={shortcuts} />
    </>
  )
}

import type { OpsRelease } from "@tagwright/formats"
import { Copy, Empty } from "@tagwright/pages"
import { useData } from "../api.ts"
import { Head, Loaded, Status } from "../ui/parts.tsx"
import { When } from "../ui/time.tsx"
import { number } from "../words.ts"

/** The report of the last run, as it was sealed, and whether a byte was changed since. */
export const Evidence = () => {
  const data = useData<OpsRelease>("release", false)
  return (
    <>
      <Head title="Evidence" note="What was seen on the last run: every page, push, tag, request and delivery." />
      <Loaded data={data}>
        {({ evidence }) =>
          evidence === undefined ? (
            <Empty title="No evidence stands beside the plan.">
              <code>tagwright run</code> collects it.
            </Empty>
          ) : (
            <>
              <dl class="facts">
                <div>
                  <dt>Seal</dt>
                  <dd>{evidence.changed.length === 0 ? <Status tone="good">Unbroken</Status> : <Status tone="bad">Broken</Status>}</dd>
                </div>
                <div>
                  <dt>Taken</dt>
                  <dd>
                    <When at={evidence.takenAt} wide />
                  </dd>
                </div>
                <div>
                  <dt>Records</dt>
                  <dd>{number(evidence.records)}</dd>
                </div>
                <div>
                  <dt>Where</dt>
                  <dd>
                    {evidence.environment}, {evidence.browser}
                  </dd>
                </div>
                <div>
                  <dt>Digest</dt>
                  <dd>
                    <code>{evidence.digest.slice(0, 12)}</code> <Copy text={evidence.digest} label="evidence digest" />
                  </dd>
                </div>
              </dl>
              {evidence.changed.length > 0 && (
                <ul class="alert bad">
                  {evidence.changed.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              )}
              <p class="links">
                <a href={`/ops/report/${evidence.report}`} target="_blank" rel="noopener">
                  Open the report in a window of its own
                </a>
                <a href={`/ops/report/${evidence.report.replace(/[^/]*$/, "records.ndjson")}`} target="_blank" rel="noopener">
                  records.ndjson
                </a>
              </p>
              <iframe class="report" src={`/ops/report/${evidence.report}`} title="Report of the evidence" />
            </>
          )
        }
      </Loaded>
    </>
  )
}

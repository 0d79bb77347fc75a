import type { Route } from "../route.ts"
import { Head } from "../ui/parts.tsx"
import { Runbook } from "../ui/runbook.tsx"

/** `/ops/runbooks/dead-letters/http_503?destination=crm` */
export const RunbookScreen = ({ route: { path, query } }: { route: Route }) => {
  const [, kind = "", name = ""] = path
  return (
    <>
      <Head title={kind === "dead-letters" ? `Dead letters: ${name}` : name} note="The same page as in the runbooks that tagwright docs writes.">
        <a href={kind === "dead-letters" ? `/ops/deliveries?state=dead` : "/ops/incidents"}>Back</a>
      </Head>
      <Runbook path={`${kind}/${encodeURIComponent(name)}`} values={{ DESTINATION: query.get("destination") ?? undefined }} />
    </>
  )
}

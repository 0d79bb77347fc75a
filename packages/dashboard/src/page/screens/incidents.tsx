import type { AlertsAnswer, AlertView, DeploymentRecord, DrillRecord, IncidentRecord, OperationsAnswer } from "@tagwright/formats"
import { Badge, Empty, plural, Section, type Tone } from "@tagwright/pages"
import { type ComponentChildren, Fragment } from "preact"
import { useState } from "preact/hooks"
import { post, Refused, useData } from "../api.ts"
import { useMay, useMe } from "../me.ts"
import type { Route } from "../route.ts"
import { Head, Loaded, Status, Trouble } from "../ui/parts.tsx"
import { Runbook } from "../ui/runbook.tsx"
import { When } from "../ui/time.tsx"

const alertTone: Record<AlertView["state"], Tone> = { firing: "bad", acknowledged: "warn", resolved: "good" }
const duration = (ms: number): string => (ms < 1000 ? `${ms} ms` : ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`)

const Alert = ({ alert, reload }: { alert: AlertView; reload: () => void }) => {
  const may = useMay("operate")
  const { name } = useMe()
  const [error, setError] = useState<Refused | undefined>()
  const acknowledge = (): void => void post(`alerts/${encodeURIComponent(alert.alert)}/acknowledge`, { by: name }).then(reload, (caught: unknown) => setError(caught instanceof Refused ? caught : new Refused(0, "no_connection")))
  return (
    <li class="plain-row">
      <Status tone={alertTone[alert.state]}>{alert.state}</Status>
      <span class="grow">
        <b>{alert.summary}</b> <Badge>{alert.severity}</Badge>
        <span class="note block">
          {alert.rule} · <a href={`/ops/incidents/${encodeURIComponent(alert.alert)}`}>what to do</a>
          {alert.acknowledgedBy !== undefined && <>, acknowledged by {alert.acknowledgedBy}</>}
          {alert.sent.some(({ ok }) => !ok) && <>, could not be sent to {[...new Set(alert.sent.filter(({ ok }) => !ok).map(({ channel }) => channel))].join(", ")}</>}
        </span>
        {error !== undefined && <Trouble error={error} />}
      </span>
      <When at={alert.firedAt} />
      {alert.state === "firing" && may && (
        <button type="button" class="small primary" onClick={acknowledge}>
          Acknowledge
        </button>
      )}
    </li>
  )
}

/** One alert with its runbook, filled in with what it is about. */
const OneAlert = ({ id }: { id: string }) => {
  const data = useData<AlertsAnswer>("alerts")
  const { name } = useMe()
  return (
    <Loaded data={data}>
      {({ alerts }) => {
        const alert = alerts.find((one) => one.alert === id)
        if (alert === undefined) return <Empty title="There is no such alert." />
        const { destination, source, event } = alert.labels
        return (
          <>
            <Head title={alert.rule} note={alert.summary}>
              <a href="/ops/incidents">All alerts</a>
            </Head>
            <ul class="rows">
              <Alert alert={alert} reload={data.reload} />
            </ul>
            <Runbook path={`alerts/${encodeURIComponent(alert.rule)}`} values={{ ALERT: alert.alert, ME: JSON.stringify(name), DESTINATION: destination, SOURCE: source, EVENT: event }} />
          </>
        )
      }}
    </Loaded>
  )
}

const Alerts = () => {
  const data = useData<AlertsAnswer>("alerts")
  return (
    <Section title="Alerts" note="Whoever acknowledges one takes it on; the time until then is K7.">
      <Loaded data={data}>{({ alerts }) => (alerts.length === 0 ? <Empty title="No alert has fired." /> : <ul class="rows">{alerts.map((alert) => <Alert key={alert.alert} alert={alert} reload={data.reload} />)}</ul>)}</Loaded>
    </Section>
  )
}

/** Records of one kind, newest first. */
export const useRecords = <R,>(kind: string) => useData<Omit<OperationsAnswer, "records"> & { records: R[] }>(`operations?kind=${kind}`)

interface RecordsProps<R> {
  kind: string
  title: string
  note?: string
  empty: ComponentChildren
  /** A record as a list item */
  children: (record: R) => ComponentChildren
}
const Records = <R,>({ kind, empty, children, ...section }: RecordsProps<R>) => {
  const data = useRecords<R>(kind)
  return (
    <Section {...section}>
      <Loaded data={data}>{({ records }) => (records.length === 0 ? empty : <ul class="rows">{records.map((one, index) => <Fragment key={index}>{children(one)}</Fragment>)}</ul>)}</Loaded>
    </Section>
  )
}

const incidentTone: Record<IncidentRecord["state"], Tone> = { opened: "bad", mitigated: "warn", closed: "good" }
const Incidents = () => (
  <Records<IncidentRecord> kind="incident" title="Incidents" empty={<Empty title="No incident was recorded." />}>
    {(one) => (
      <li class="plain-row">
        <Status tone={incidentTone[one.state]}>{one.state}</Status>
        <span class="grow">
          <b>{one.summary}</b> <Badge>{one.severity}</Badge>
          <span class="note block">
            {one.incident}
            {one.release !== undefined && `, by ${one.release}`}
          </span>
        </span>
        <When at={one.at} />
      </li>
    )}
  </Records>
)

const noDrill = (
  <Empty title="No drill was run yet.">
    <code>tagwright drill destination-down</code> runs one on a copy.
  </Empty>
)
const Drills = () => (
  <Records<DrillRecord> kind="drill" title="Drills" note="A copy of the system is broken on purpose: how soon it is noticed, how soon it is well again." empty={noDrill}>
    {(one) => (
      <li>
        <details class="gate">
          <summary>
            <Status tone={one.outcome === "passed" ? "good" : "bad"}>{one.outcome}</Status>
            <span>
              <b>{one.drill}</b>
              <span class="note block">
                {one.detectedMs === null ? "not noticed" : `noticed by ${one.detectedBy} after ${duration(one.detectedMs)}`}
                {one.recoveredMs !== null && `, well again after ${duration(one.recoveredMs)}`}, walked by {one.by}
              </span>
            </span>
            <When at={one.at} />
          </summary>
          <ol class="findings">
            {one.steps.map((step, at) => (
              <li key={at}>
                <Status tone={step.ok ? "good" : "bad"}>{step.say}</Status>
                <code class="note block">{step.command}</code>
              </li>
            ))}
          </ol>
        </details>
      </li>
    )}
  </Records>
)

const deploymentTone: Record<DeploymentRecord["outcome"], Tone> = { deployed: "good", undone: "warn", "rolled-back": "bad" }
const Deployments = () => (
  <Records<DeploymentRecord> kind="deployment" title="Deployments" empty={<Empty title="Nothing was deployed yet." />}>
    {(one) => (
      <li class="plain-row">
        <Status tone={deploymentTone[one.outcome]}>{one.outcome}</Status>
        <span class="grow">
          <b>{one.release}</b> to {one.environment} <code class="note">{one.digest.slice(0, 12)}</code>
          {one.live !== undefined && <span class="note"> live: {one.live}</span>}
        </span>
        <When at={one.at} />
      </li>
    )}
  </Records>
)

/** What went wrong, what was done about it, and how well it is practised. */
export const IncidentsScreen = ({ route: { path } }: { route: Route }) =>
  path[1] === undefined ? <Everything /> : <OneAlert id={path[1]} />

const Everything = () => (
  <>
    <Head title="Incidents and drills" note={`What went wrong, who took it on, and how well it is practised.`} />
    <Alerts />
    <Incidents />
    <Drills />
    <Deployments />
  </>
)
export const trainedText = (score: number, of: number): string => `${score} of ${plural(of, "answer")}`

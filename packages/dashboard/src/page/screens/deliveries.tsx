import type { OpsDeadGroup, OpsDelivery, OpsDeliveryDetail } from "@tagwright/formats"
import { Badge, Empty, plural, Section } from "@tagwright/pages"
import { useState } from "preact/hooks"
import { post, Refused, useData } from "../api.ts"
import { useMay } from "../me.ts"
import { usePlan } from "../plan.ts"
import { address, type Route } from "../route.ts"
import { DeliveryTree, Reason } from "../ui/delivery-tree.tsx"
import { Filters, Select } from "../ui/filters.tsx"
import { More, useList } from "../ui/more.tsx"
import { Head, Loaded, Status, TestBadge, Trouble } from "../ui/parts.tsx"
import { When } from "../ui/time.tsx"
import { classWord, number, stateTone, stateWord } from "../words.ts"

const advice: Record<string, string> = {
  ours: "Mend the secret or the address first, then replay.",
  theirs: "Replay when the other side is back.",
  data: "Cannot be delivered as it is: look at one, then discard.",
  policy: "Somebody does it by hand, then discards.",
}

/** Dead letters of one cause, with what to do about all of them at once. */
const Group = ({ group, reload }: { group: OpsDeadGroup; reload: () => void }) => {
  const { destination, reason, reasonClass, count, oldestAt } = group
  const may = useMay("operate")
  const [error, setError] = useState<Refused | undefined>()
  const [said, setSaid] = useState("")
  const act = async (what: "replay" | "discard"): Promise<void> => {
    setError(undefined)
    try {
      const done = await post<{ replayed?: number; discarded?: number }>(`deliveries/${what}`, { destination, reason })
      setSaid(`${plural(done.replayed ?? done.discarded ?? 0, "delivery", "deliveries")} ${what === "replay" ? "back in the queue" : "discarded"}.`)
      reload()
    } catch (caught) {
      setError(caught instanceof Refused ? caught : new Refused(0, "no_connection"))
    }
  }
  return (
    <li>
      <div class="group-head">
        <b class="big">{number(count)}</b>
        <span class="grow">
          <b>{destination}</b> <code class="code">{reason}</code> <Badge tone={reasonClass === "ours" || reasonClass === "theirs" ? "bad" : "warn"}>{classWord[reasonClass] ?? reasonClass}</Badge>
          <span class="note block">
            {advice[reasonClass] ?? ""} Oldest <When at={oldestAt} />.
          </span>
        </span>
        <span class="acts">
          <a class="button small" href={address(`/ops/runbooks/dead-letters/${encodeURIComponent(reason.split(":")[0] ?? reason)}`, { destination })}>
            Runbook
          </a>
          <a class="button small" href={address("/ops/deliveries", { state: "dead", destination, reason })}>
            Look
          </a>
          {may && (
            <>
              <button type="button" class="small primary" onClick={() => void act("replay")}>
                Replay all
              </button>
              <button type="button" class="small" onClick={() => confirm(`Give ${plural(count, "dead letter")} up for good? The records stay.`) && void act("discard")}>
                Discard all
              </button>
            </>
          )}
        </span>
      </div>
      <p role="status" class="note">
        {said}
      </p>
      {error !== undefined && <Trouble error={error} />}
    </li>
  )
}

const DeadLetters = ({ onChange }: { onChange: () => void }) => {
  const data = useData<{ groups: OpsDeadGroup[] }>("dead-letters")
  const reload = (): void => {
    data.reload()
    onChange()
  }
  if (data.value === undefined || data.value.groups.length === 0) return null
  return (
    <Section title="Dead letters by cause" note="Not tried again until somebody decides.">
      <ul class="groups">
        {data.value.groups.map((group) => (
          <Group key={`${group.destination} ${group.reason} ${group.reasonClass}`} group={group} reload={reload} />
        ))}
      </ul>
    </Section>
  )
}

const Row = ({ delivery }: { delivery: OpsDelivery }) => (
  <li>
    <a class="row-link delivery" href={`/ops/deliveries/${delivery.id}`}>
      <Status tone={stateTone[delivery.state]}>{stateWord[delivery.state]}</Status>
      <span class="what">
        <b>{delivery.event}</b> <span class="note">to</span> <b>{delivery.destination}</b>
      </span>
      <span class="chips">
        {delivery.state !== "delivered" && <Reason {...delivery} />}
        {delivery.testMode && <TestBadge />}
        {delivery.attempts > 1 && <span class="note">{plural(delivery.attempts, "attempt")}</span>}
        {delivery.dueAt !== undefined && delivery.attempts > 0 && (
          <span class="note">
            next <When at={delivery.dueAt} />
          </span>
        )}
      </span>
      <When at={delivery.settledAt ?? delivery.receivedAt} />
    </a>
  </li>
)

const Detail = ({ id }: { id: string }) => {
  const data = useData<OpsDeliveryDetail>(`log/deliveries/${encodeURIComponent(id)}`)
  return (
    <Loaded data={data}>
      {(delivery) => (
        <>
          <Head title={`${delivery.event} to ${delivery.destination}`} note={<>Received <When at={delivery.receivedAt} wide /> from {delivery.source}</>}>
            <a href={`/ops/events/${delivery.seq}`}>The event</a>
          </Head>
          <DeliveryTree deliveries={[delivery]} reload={data.reload} />
        </>
      )}
    </Loaded>
  )
}

const List = ({ route: { query } }: { route: Route }) => {
  const asked = (name: string): string | undefined => query.get(name) ?? undefined
  const plan = usePlan()
  const list = useList<OpsDelivery>(address("log/deliveries", { state: asked("state"), destination: asked("destination"), event: asked("event"), reason: asked("reason"), class: asked("class") }))
  return (
    <>
      <Head title="Deliveries" note="Every event on its way to a destination." />
      <DeadLetters onChange={list.data.reload} />
      <Section title="All deliveries">
        <Filters table="deliveries" active={["state", "destination", "event", "reason", "class"].filter((name) => query.has(name))}>
          <Select label="State" name="state" value={asked("state")} any="any state" options={Object.entries(stateWord)} />
          <Select label="Destination" name="destination" value={asked("destination")} any="any destination" options={plan.destinations.map((name) => [name, name])} />
          <Select label="Event" name="event" value={asked("event")} any="any event" options={plan.events.map((name) => [name, name])} />
          <Select label="Who must act" name="class" value={asked("class")} any="anybody" options={Object.entries(classWord)} />
          {query.has("reason") && <Select label="Reason" name="reason" value={asked("reason")} any="any reason" options={[]} />}
        </Filters>
        {list.data.error !== undefined && <Trouble error={list.data.error} />}
        {list.data.value !== undefined && list.items.length === 0 && <Empty title="No delivery fits." />}
        {list.items.length > 0 && <ol class="rows">{list.items.map((delivery) => <Row key={delivery.id} delivery={delivery} />)}</ol>}
        <More list={list} />
      </Section>
    </>
  )
}

export const Deliveries = ({ route }: { route: Route }) => (route.path[1] === undefined ? <List route={route} /> : <Detail id={route.path[1]} />)

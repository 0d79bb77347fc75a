import type { OpsAttempt, OpsDelivery, OpsDeliveryDetail } from "@tagwright/formats"
import { Badge, Mark, plural } from "@tagwright/pages"
import { useState } from "preact/hooks"
import { post, Refused } from "../api.ts"
import { useMay } from "../me.ts"
import { classWord, outcomeTone, stateTone, stateWord } from "../words.ts"
import { Status, Trouble } from "./parts.tsx"
import { When } from "./time.tsx"

export const Reason = ({ reason, reasonClass, status }: Pick<OpsDelivery, "reason" | "reasonClass" | "status">) => (
  <>
    {reason !== undefined && <code class="code">{reason}</code>}
    {reasonClass !== undefined && reasonClass !== "policy" && <Badge>{classWord[reasonClass] ?? reasonClass}</Badge>}
    {status !== undefined && reason !== `http_${status}` && <span class="note">HTTP {status}</span>}
  </>
)

const Try = ({ one }: { one: OpsAttempt }) => (
  <li class="try">
    <span class="try-head">
      <Mark tone={outcomeTone[one.outcome] ?? "quiet"} />
      <b>Attempt {one.attempt}</b>
      <span>{one.outcome === "retry" ? "failed, tried again" : one.outcome}</span>
      <Reason {...one} />
      <When at={one.at} wide />
    </span>
    {one.answer !== undefined && <pre>{one.answer}</pre>}
  </li>
)

/** Puts dead letters back into the queue, or gives them up. */
export const Act = ({ ids, reload }: { ids: readonly number[]; reload: () => void }) => {
  const may = useMay("operate")
  const [error, setError] = useState<Refused | undefined>()
  if (!may) return null
  const act = (what: "replay" | "discard"): void => void post(`deliveries/${what}`, { ids }).then(reload, (caught: unknown) => setError(caught instanceof Refused ? caught : new Refused(0, "no_connection")))
  return (
    <span class="acts">
      <button type="button" class="small" onClick={() => act("replay")}>
        Replay
      </button>
      <button type="button" class="small" onClick={() => confirm("Give this dead letter up for good? The record stays.") && act("discard")}>
        Discard
      </button>
      {error !== undefined && <Trouble error={error} />}
    </span>
  )
}

/** Delivery by delivery, attempt by attempt. */
export const DeliveryTree = ({ deliveries, reload }: { deliveries: readonly OpsDeliveryDetail[]; reload: () => void }) => (
  <ol class="rows tree">
    {deliveries.map((delivery) => (
      <li key={delivery.id} id={`d${delivery.id}`}>
        <div class="tree-head">
          <Status tone={stateTone[delivery.state]}>{stateWord[delivery.state]}</Status>
          <b>{delivery.destination}</b>
          {delivery.state !== "delivered" && <Reason {...delivery} />}
          <span class="note grow">
            {delivery.attempts === 0 ? "not attempted" : plural(delivery.attempts, "attempt")}
            {delivery.dueAt !== undefined && (
              <>
                , next <When at={delivery.dueAt} />
              </>
            )}
          </span>
          {delivery.state === "dead" && <Act ids={[delivery.id]} reload={reload} />}
        </div>
        {delivery.tries.length > 0 && (
          <ol class="tries">
            {delivery.tries.map((one) => (
              <Try key={one.attempt} one={one} />
            ))}
          </ol>
        )}
      </li>
    ))}
  </ol>
)

import type { CategoryChoice, DestinationType, PlanEnvironment, ResolvedEvent, ResolvedDestination, ServerPlan } from "@tagwright/formats"
import type { Clock } from "../clock.ts"
import type { Outcome } from "../delivery/outcome.ts"
import type { HttpSend } from "../delivery/http-client.ts"
import type { Erased, StoredEvent, Person } from "../store/model.ts"

/** Everything a destination may know about one delivery. Personal values are already limited to what the plan grants it. */
export interface DeliveryInput {
  event: StoredEvent
  plan: ResolvedEvent
  /** The choice in force */
  choice: CategoryChoice | undefined
  person: Person | undefined
  personal: Record<string, string>
  /** Token of a signed link for this person's mails; only where the plan names a key of links */
  linkToken?: string | undefined
  environment: { name: string; testMode: boolean; ga4: string }
  /** Google consent types that the choice grants, needed by Google's own fields */
  grants: { adUserData: boolean; adPersonalization: boolean }
  now: number
}

/** The outside world of a destination. */
export interface DestinationWorld {
  /** Base URL of the vendor, without a trailing slash */
  baseUrl: string
  secret: () => string | undefined
  /** Another secret that the destination names */
  secretNamed: (name: string) => string | undefined
  send: HttpSend
  /** Like `send`, but never to a private or metadata address: for URLs that come from a plan, not from us */
  sendGuarded: HttpSend
  /** How long the vendor may take; `send` keeps to it by itself, an SDK has to be told */
  timeoutMs: number
  plan: ServerPlan
  environment: PlanEnvironment
  clock: Clock
}

/** Whom a vendor is to forget: the names it may know the person by. */
export interface Forgotten extends Erased {
  /** The errand's own id: the same at every attempt */
  id: string
}

export interface Sender {
  deliver(input: DeliveryInput): Promise<Outcome>
  /** Tells the vendor to forget a person (Art. 19 GDPR), where it offers that. `dead` with `erase_by_hand` where it needs a name we do not have. */
  forget?(person: Forgotten, now: number): Promise<Outcome>
}

/** One type of destination. Adding one: a folder, this shape, a line in the table, examples. */
export interface DestinationKind<T extends DestinationType> {
  defaultUrl: string
  /** Older events are refused by the vendor, or spoil a whole request; undefined: no limit */
  windowMs?: number
  /** At most this many deliveries under way at once; those of a batch share one request */
  concurrency: number
  connect(destination: Extract<ResolvedDestination, { type: T }>, world: DestinationWorld): Sender
}

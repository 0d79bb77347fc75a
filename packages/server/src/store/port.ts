import type { Touch } from "@tagwright/formats"
import type { SpendRow } from "../attribution/spend/row.ts"
import type {
  AppendInput,
  ClaimInput,
  Claims,
  ConsentRecord,
  Conversion,
  DeliveryFilter,
  DeliveryView,
  DueWebhook,
  Edge,
  EraseInput,
  EraseOutput,
  Erased,
  Grant,
  Lease,
  MessageSelection,
  Page,
  Person,
  PersonExport,
  QuarantineView,
  Redrive,
  RetentionInput,
  Selection,
  Settlement,
  StoredEvent,
  Verdict,
  WebhookInput,
  WebhookSettlement,
} from "./model.ts"

/**
 * The one door between the server's rules and whatever keeps its data. `test/store/contract.ts` says how every
 * implementation behaves.
 *
 * - A promise of a writing method resolves when the change is durable (after its fsync), or rejects with nothing changed.
 * - One call is one commit: an event, its deduplication, the person, the edges and the deliveries stand or fall together.
 * - Calls may be made at once; an implementation groups what waits into one commit. Times are milliseconds, handed in.
 */
export interface Store extends Log, Queue, Inbox, People, Canary {
  /** Writes something durable: what readiness is decided by. */
  probe(now: number): Promise<void>
  /**
   * What has to be done once, however many processes share the store: whoever has the turn keeps it by asking again before
   * `until`. Alone, it is always one's own.
   */
  takeTurn(input: { task: string; now: number; until: number }): Promise<boolean>
  /** Too much waits to be written: senders are asked to come back. */
  readonly saturated: boolean
  /** Why nothing can be written at the moment; a successful write ends it. */
  readonly broken: string | undefined
  close(): Promise<void>
}

export interface Log {
  /** Stores a batch; the person first, so that its consent is in force for its own events. One verdict per event. */
  append(batch: AppendInput): Promise<Verdict[]>
  /** The visitor agrees to what an event was withheld for: it waits for these destinations now. Answers whether anything changed. */
  grant(input: Grant): Promise<boolean>
  /** In the order of `seq`, after `since` */
  events(page: Page & { leadId?: string | undefined }): Promise<StoredEvent[]>
  quarantine(page: Page): Promise<QuarantineView[]>
  /** Keys of recorded conversions that begin like this */
  conversionKeys(prefix: string): Promise<string[]>
  /** Remembers what advertising cost; the same day of the same campaign is replaced. Answers how many rows. */
  importSpend(rows: readonly SpendRow[], now: number): Promise<number>
  /** Is any of these conversions recorded? */
  hasConversion(keys: readonly string[]): Promise<boolean>
  /** Deletes what is older than it may be kept. Answers how many rows went: call again until it is few. */
  applyRetention(input: RetentionInput): Promise<number>
}

/**
 * pending ──claim──► leased ──settle──► delivered · dead · withheld · pending again, later
 *    ▲                  │ the lease runs out, or `release`            │ dead ──redrive──► pending
 *    └──────────────────┘                                             └─ dead ──discard──► withheld
 */
export interface Queue {
  /** Leases due deliveries, oldest first, to one worker until `leaseUntil`. A destination that is disabled gets none. */
  claim(input: ClaimInput): Promise<Claims>
  /**
   * Writes down how attempts ended, many in one commit: delivered, dead, withheld, or pending again with a new `dueAt`.
   * `attempt` is the fence: whoever's lease ran out changes nothing, and nothing is settled twice. Answers how many counted.
   */
  settle(settlements: readonly Settlement[]): Promise<number>
  /** Gives leases back untouched: due at once, as if never claimed. */
  release(leases: readonly Lease[], now: number): Promise<number>
  /** Dead letters, and what waits for its next attempt where that is asked for, are due under the same event id; attempts go on counting, the schedule begins anew. Answers how many. */
  redrive(selection: Redrive): Promise<number>
  /** Gives up on dead letters for good; the record stays, with the reason. */
  discard(selection: Selection): Promise<number>
  disableDestination(input: { destination: string; now: number; reason: string }): Promise<void>
  /** Answers whether it was disabled. */
  enableDestination(destination: string): Promise<boolean>
  deliveries(filter: DeliveryFilter): Promise<DeliveryView[]>
  delivery(id: number): Promise<(DeliveryView & { answer: string | undefined; eventBody: StoredEvent }) | undefined>
  /** What waits or is dead, per destination: cheap however much is stored. */
  depth(): Promise<QueueDepth>
  /** Every state counted: for people, now and then. */
  stats(): Promise<StoreStats>
}

/** Probes of the whole way, from the door to the vendor */
export interface Canary {
  /** One has arrived at its destination */
  canaryThrough(input: { destination: string; at: number }): Promise<void>
  /** Those that came before have said what they could. Answers how many went. */
  dropCanaries(before: number): Promise<number>
}

export interface QueueDepth {
  waiting: { destination: string; state: "pending" | "dead"; count: number }[]
  /** When the oldest waiting delivery's event was received */
  oldest: { destination: string; receivedAt: number }[]
  bytes: { database: number; wal: number }
  erasurePending: number
  /** Destinations that said they are gone */
  disabled: string[]
  /** Share of the latest choices that allow each category they name */
  consentShares: { category: string; share: number }[]
  retentionAt: number | undefined
  /** When the last canary arrived, by destination */
  canaries: { destination: string; at: number }[]
}
export interface StoreStats {
  queue: { destination: string; state: string; count: number }[]
  webhooks: { source: string; state: string; count: number }[]
  disabled: { destination: string; reason: string; disabledAt: number }[]
  bytes: { database: number; wal: number }
}

/** Messages of providers, raw and sealed, until they are read. */
export interface Inbox {
  /** A repeat of a message that is known is not fresh; one that was quarantined and now verifies is. */
  storeWebhook(input: WebhookInput): Promise<{ fresh: boolean }>
  /** Leases messages that are due, oldest first. */
  takeWebhooks(input: { now: number; leaseUntil: number; limit: number }): Promise<{ due: DueWebhook[]; nextDueAt: number | undefined }>
  /** Reading a message, recording what it means and queueing its deliveries are one commit. One answer per event. */
  settleWebhook(input: WebhookSettlement): Promise<Conversion[]>
  /** Messages that died, or that no event of the plan wanted, are due again, as if they had just come. Answers how many. */
  rereadWebhooks(selection: MessageSelection): Promise<number>
}

/** Identity, consent and the rights of people. */
export interface People {
  person(leadId: string): Promise<Person | undefined>
  /** Those of them who are known */
  people(leadIds: readonly string[]): Promise<Person[]>
  /** Everything that stands for the same person by edges in force, the name itself included, sorted */
  cluster(name: string): Promise<string[]>
  edgesOf(names: readonly string[]): Promise<Edge[]>
  consentOf(leadIds: readonly string[]): Promise<ConsentRecord[]>
  /** The lead that one of these names stands for; the newest edge decides. */
  leadOf(aliases: readonly string[]): Promise<string | undefined>
  /** Touches by every name that the person has, oldest first */
  touchesOf(leadId: string): Promise<Touch[]>
  /** Takes two names apart again; the edge stays in the log with its end. Answers how many edges ended. */
  unmerge(input: { a: string; b: string; now: number }): Promise<number>
  /** Everything about one person (Art. 15, 20 GDPR) */
  exportPerson(leadId: string): Promise<PersonExport>
  /** Art. 17: destroys the keys, strips ids, stops what is queued, suppresses the addresses, queues the errand to every recipient (Art. 19). */
  erase(input: EraseInput): Promise<EraseOutput>
  /** Whom an errand is about (the id of its event), until everybody has been told; undefined: it is closed, or no errand */
  erased(errandId: string): Promise<Erased | undefined>
  /** When somebody with one of these names (`lead:…`, `email:…`) was last erased; undefined: never */
  erasedAt(names: readonly string[]): Promise<number | undefined>
  /** Strips the address from errands that every recipient has heard. Answers how many. */
  closeErrands(): Promise<number>
}

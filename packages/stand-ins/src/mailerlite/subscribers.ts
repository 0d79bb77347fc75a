export const statuses = ["active", "unsubscribed", "unconfirmed", "bounced", "junk"] as const
type Status = (typeof statuses)[number]

export interface Subscriber {
  id: string
  email: string
  status: Status
  source: "api"
  fields: Record<string, unknown>
  groups: { id: string; name: string }[]
  subscribed_at: string | null
  unsubscribed_at: string | null
  opted_in_at: string | null
  created_at: string
  updated_at: string
}
interface Group {
  id: string
  name: string
}

/** An account: its groups and fields were made by hand, as at the vendor; subscribers come and go. */
export interface Account {
  subscribers: Map<string, Subscriber>
  groups: Group[]
  /** Keys of the fields that exist; others are dropped in silence */
  fields: Set<string>
  nextId: number
  /** Milliseconds since 1970 */
  clock: () => number
}

const defaultFields = ["name", "last_name", "company", "country", "city", "phone", "state", "z_i_p"]

export const createAccount = (groups: readonly string[], fields: readonly string[], clock: () => number): Account => ({
  subscribers: new Map(),
  groups: groups.map((name, i) => ({ id: String(100_001 + i), name })),
  fields: new Set([...defaultFields, ...fields]),
  nextId: 900_001,
  clock,
})

/** MailerLite's times: "YYYY-MM-DD HH:MM:SS", UTC. */
export const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ")

/** By id or by address, as the vendor's path allows both. */
export const findSubscriber = (account: Account, key: string): Subscriber | undefined =>
  account.subscribers.get(key.toLowerCase()) ?? [...account.subscribers.values()].find((one) => one.id === key)

export const addSubscriber = (account: Account, email: string): Subscriber => {
  const now = stamp(account.clock())
  const subscriber: Subscriber = {
    id: String(account.nextId++),
    email,
    status: "active",
    source: "api",
    fields: {},
    groups: [],
    subscribed_at: now,
    unsubscribed_at: null,
    opted_in_at: null,
    created_at: now,
    updated_at: now,
  }
  account.subscribers.set(email.toLowerCase(), subscriber)
  return subscriber
}

export const leave = (account: Account, subscriber: Subscriber): void => {
  subscriber.status = "unsubscribed"
  subscriber.unsubscribed_at = stamp(account.clock())
}

import type { Reply } from "../http/route.ts"
import { isObject, listOf, objectOf } from "../json.ts"
import { ignored, judge, refusal, refused } from "./rules.ts"
import { addSubscriber, findSubscriber, stamp, statuses, type Account, type Subscriber } from "./subscribers.ts"

const join = (account: Account, subscriber: Subscriber, groups: unknown): void => {
  for (const id of listOf(groups)) {
    const group = account.groups.find((one) => one.id === String(id))
    if (group && !subscriber.groups.some((one) => one.id === group.id)) subscriber.groups.push(group)
  }
}

/** Non-destructive: what is left out stays. Nobody who left is ever made active again. */
const change = (account: Account, subscriber: Subscriber, body: Record<string, unknown>): void => {
  const known = Object.entries(objectOf(body["fields"])).filter(([name]) => account.fields.has(name))
  Object.assign(subscriber.fields, Object.fromEntries(known))
  join(account, subscriber, body["groups"])
  const status = statuses.find((one) => one === body["status"])
  if (status && subscriber.status !== "unsubscribed") subscriber.status = status
  if (typeof body["opted_in_at"] === "string") subscriber.opted_in_at = body["opted_in_at"]
  subscriber.updated_at = stamp(account.clock())
}

/** `POST /api/subscribers`: 201 for a new address, 200 for a known one. */
export const upsert = (account: Account, body: unknown): Reply => {
  const wrong = judge(refused, body, account)
  if (wrong.length > 0 || !isObject(body)) return { status: 422, body: refusal(wrong), problems: wrong }
  const problems = judge(ignored, body, account)
  const known = findSubscriber(account, String(body["email"]))
  const subscriber = known ?? addSubscriber(account, String(body["email"]))
  change(account, subscriber, body)
  return { status: known ? 200 : 201, body: { data: subscriber }, problems }
}

/** `PUT /api/subscribers/:id`. */
export const update = (account: Account, key: string, body: unknown): Reply => {
  const known = findSubscriber(account, key)
  if (!known) return { status: 404, body: { message: "Resource not found." } }
  return { ...upsert(account, { ...objectOf(body), email: known.email }), status: 200 }
}

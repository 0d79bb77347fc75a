import { isObject, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"
import { findSubscriber, statuses, type Account } from "./subscribers.ts"

type Rule = (body: Json, account: Account) => Problem[]

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const time = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/
const times = ["subscribed_at", "opted_in_at", "unsubscribed_at"]
const addresses = ["ip_address", "optin_ip"]

/** What MailerLite answers 422 to: "Subscribers", "Create/upsert a subscriber" (read November 2026). */
export const refused: Record<string, Rule> = {
  email: ({ email }) => {
    if (email === undefined || email === "") return [{ code: "email", path: "email", message: "The email field is required." }]
    return typeof email === "string" && address.test(email) ? [] : [{ code: "email", path: "email", message: "The email must be a valid email address." }]
  },
  fields: ({ fields }) => (fields === undefined || isObject(fields) ? [] : [{ code: "fields", path: "fields", message: "The fields must be an array." }]),
  groups: ({ groups }, account) => {
    if (groups === undefined) return []
    if (!Array.isArray(groups)) return [{ code: "groups", path: "groups", message: "The groups must be an array." }]
    return groups.flatMap((id, i) => (account.groups.some((group) => group.id === String(id)) ? [] : [{ code: "groups", path: `groups.${i}`, message: `The selected groups.${i} is invalid.` }]))
  },
  status: ({ status }) => (status === undefined || statuses.some((one) => one === status) ? [] : [{ code: "status", path: "status", message: "The selected status is invalid." }]),
  times: (body) =>
    times.flatMap((name) => {
      const value = body[name]
      return value === undefined || value === null || time.test(String(value)) ? [] : [{ code: name, path: name, message: `The ${name.replaceAll("_", " ")} does not match the format Y-m-d H:i:s.` }]
    }),
  addresses: (body) =>
    addresses.flatMap((name) => {
      const value = body[name]
      return value === undefined || value === null || /^[0-9a-fA-F.:]+$/.test(String(value)) ? [] : [{ code: name, path: name, message: `The ${name.replaceAll("_", " ")} must be a valid IP address.` }]
    }),
}

/** What MailerLite accepts and does nothing about; the ledger remembers it. */
export const ignored: Record<string, Rule> = {
  "unknown field": ({ fields }, account) =>
    Object.keys(objectOf(fields))
      .filter((name) => !account.fields.has(name))
      .map((name) => ({ code: "unknown field", path: `fields.${name}`, message: "No such field in the account: the value is lost" })),
  "back from the dead": ({ email, status, resubscribe }, account) => {
    const known = findSubscriber(account, String(email))
    return known && known.status === "unsubscribed" && (status === "active" || resubscribe === true)
      ? [{ code: "back from the dead", path: "status", message: "Somebody who unsubscribed must come back by themselves" }]
      : []
  },
}

export const judge = (rules: Record<string, Rule>, body: unknown, account: Account): Problem[] => Object.values(rules).flatMap((rule) => rule(objectOf(body), account))

/** Laravel's shape of a refusal. */
export const refusal = (problems: Problem[]): Json => {
  const errors: Record<string, string[]> = {}
  for (const { path, message } of problems) (errors[path ?? ""] ??= []).push(message)
  return { message: problems.length === 1 ? problems[0]?.message : `${problems[0]?.message} (and ${problems.length - 1} more errors)`, errors }
}

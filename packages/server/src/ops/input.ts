import { HttpError, type Call } from "../http/answer.ts"

/** Operators' forms are small. */
const MOST_BODY = 64 * 1024
/** A filter is a word, not a document: longer ones are refused before they reach a query. */
const MOST_FILTER = 200
const MOST_QUERY = 2_000
const DEFAULT_LIMIT = 500
const MOST = 5_000

export const queryOf = ({ search }: Call): URLSearchParams => {
  if (search.length > MOST_QUERY) throw new HttpError(414, "query_too_long")
  return new URLSearchParams(search)
}
export const numberIn = (query: URLSearchParams, name: string, fallback: number): number => {
  const value = Number(query.get(name) ?? fallback)
  if (!Number.isSafeInteger(value) || value < 0) throw new HttpError(400, `${name}_not_a_number`)
  return value
}
export const limitOf = (query: URLSearchParams, fallback = DEFAULT_LIMIT, most = MOST): number => Math.min(numberIn(query, "limit", fallback), most)
export const textIn = (query: URLSearchParams, name: string): string | undefined => {
  const value = query.get(name)
  if (value === null || value === "") return undefined
  if (value.length > MOST_FILTER) throw new HttpError(400, `${name}_too_long`)
  return value
}

export const bodyOf = async (call: Call): Promise<Record<string, unknown>> => {
  const body = (await call.body(MOST_BODY)).toString()
  try {
    const value: unknown = JSON.parse(body === "" ? "{}" : body)
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value))
  } catch {
    // falls through to the one message
  }
  throw new HttpError(400, "not_json")
}
/** Texts of a form; what is missing is empty. */
export const fieldsOf = <const K extends string>(body: Record<string, unknown>, ...names: K[]): Record<K, string> => {
  const texts = names.map((name) => {
    const value = body[name] ?? ""
    if (typeof value !== "string") throw new HttpError(400, `${name}_not_text`)
    return [name, value] as const
  })
  // Every name of K was just put in.
  return Object.fromEntries(texts) as Record<K, string>
}

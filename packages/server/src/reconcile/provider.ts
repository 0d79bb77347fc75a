/** A payment, refund or the like that the provider's own list holds. */
export interface Happening {
  id: string
  /** Any of these in our log (after an event's name) means that it is recorded */
  keys: string[]
  /** What the provider would have sent, in its own words */
  message: { headers?: Record<string, string>; body: string }
}

export interface ListWorld {
  fetch: typeof fetch
  /** Secrets by name; the first of `needs` that is missing is told before anything is asked */
  secret(name: string): string
  /** Without a trailing slash */
  baseUrl: string
  now: number
}

/** One provider's own list of what happened. */
export interface ProviderList {
  /** Names of the secrets it is read with. `webhook`: the one that the plan's webhook names */
  needs: readonly string[]
  defaultUrl: string
  /** Everything since a time, ms since 1970; may yield what is older, never less */
  list(since: number, world: ListWorld): AsyncGenerator<Happening>
}

/** The secret of the webhook itself, where the provider's API takes the same (Mollie). */
export const WEBHOOK_SECRET = "webhook"

export class ProviderRefused extends Error {
  readonly status: number
  constructor(status: number) {
    super(`the provider answers ${status}`)
    this.status = status
  }
}

const TIMEOUT_MS = 30_000
/** One page, or what the provider refused it with. Redirects are not followed: the key goes with the request. */
export const ask = async ({ fetch }: ListWorld, url: string, init: RequestInit = {}): Promise<Response> => {
  const answer = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!answer.ok) throw new ProviderRefused(answer.status)
  return answer
}

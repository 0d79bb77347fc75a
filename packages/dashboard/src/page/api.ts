import { useCallback, useEffect, useState } from "preact/hooks"
import { usePulse } from "./pulse.ts"

/** What the server said no with: a code, worded in `words.ts`. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly retryAfter: number | undefined
  constructor(status: number, code: string, retryAfter?: number) {
    super(code)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

let csrf = ""
export const rememberCsrf = (token: string): void => void (csrf = token)
let onSignedOut = (): void => undefined
export const whenSignedOut = (run: () => void): void => void (onSignedOut = run)

const refusal = async (answer: Response): Promise<Refused> => {
  const body: { error?: string } = await answer.json().catch(() => ({}))
  const wait = answer.headers.get("retry-after")
  return new Refused(answer.status, body.error ?? `http_${answer.status}`, wait === null ? undefined : Number(wait))
}
const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
  const answer = await fetch(`/ops/api/${path}`, init).catch(() => {
    throw new Refused(0, "no_connection")
  })
  if (!answer.ok) {
    const refused = await refusal(answer)
    if (refused.code === "not_signed_in") onSignedOut()
    throw refused
  }
  const value: T = await answer.json()
  return value
}

/** The server's answer; its types stand in `formats`, written by the server itself. */
export const get = <T>(path: string): Promise<T> => ask<T>(path, { headers: { accept: "application/json" } })
export const post = <T>(path: string, body: object = {}): Promise<T> =>
  ask<T>(path, { method: "POST", headers: { "content-type": "application/json", "x-tagwright-csrf": csrf }, body: JSON.stringify(body) })

export interface Data<T> {
  value?: T
  error?: Refused
  /** When the shown value came, ms since 1970 */
  at?: number
  reload(): void
}

/** What a path answers, asked again when something happened on the server. While another path is on its way, the old value is not shown. */
export const useData = <T>(path: string, live = true): Data<T> => {
  const [state, setState] = useState<{ path: string; value?: T; error?: Refused; at?: number }>({ path })
  const [asked, setAsked] = useState(0)
  const pulse = usePulse(live)
  useEffect(() => {
    let wanted = true
    get<T>(path).then(
      (value) => wanted && setState({ path, value, at: Date.now() }),
      (error: unknown) => wanted && setState((old) => ({ ...(old.path === path ? old : { path }), error: error instanceof Refused ? error : new Refused(0, "no_connection") })),
    )
    return () => void (wanted = false)
  }, [path, asked, pulse])
  const reload = useCallback(() => setAsked((count) => count + 1), [])
  return { ...(state.path === path ? state : {}), reload }
}

import type { Report } from "../program/report.ts"
import type { Runtime } from "../engine/runtime.ts"

type Callback = ((...args: unknown[]) => unknown) | undefined

/** APIs behind which Google's own servers stand: templates often ask for them and use them only when set up so. Using one is told, and fails. */
const MEMBERS: Record<string, readonly string[] | undefined> = {
  BigQuery: ["insert"], Firestore: ["read", "write", "query", "runTransaction"], getGoogleScript: undefined, hmacSha256: undefined,
}

export const googleServices = (report: Report, name: string): Record<string, unknown> => {
  const refuse = (api: string) => (): never => {
    report("template", name, `uses ${api}, which needs Google's servers`)
    throw new Error(`${api} needs Google's servers`)
  }
  const told = { getGoogleAuth: () => (report("template", name, "asks for Google authentication; its requests are recorded without"), {}) }
  return { ...told, ...Object.fromEntries(Object.entries(MEMBERS).map(([api, members]) =>
    [api, members === undefined ? refuse(api) : Object.fromEntries(members.map((member) => [member, refuse(`${api}.${member}`)]))])) }
}

interface Listener {
  type: string
  run: Callback
}
const listeners = new WeakMap<Runtime, Listener[]>()

/** What templates of one container tell each other. */
export const messages = (runtime: Runtime): { listen: (type: string, run: Callback) => void; send: (type: string, message: unknown) => void } => {
  const all = listeners.get(runtime) ?? []
  listeners.set(runtime, all)
  return {
    listen: (type, run) => void all.push({ type, run }),
    send: (type, message) => all.filter((one) => one.type === type).forEach(({ run }) => void run?.(type, message)),
  }
}

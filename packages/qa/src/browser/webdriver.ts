import { Fault } from "@tagwright/formats"
import { limits } from "../limits.ts"

/** What a WebDriver answers when something is wrong (W3C WebDriver, 6.6): a stable code and a text. */
export class WebDriverError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(`${code}: ${message.split("\n")[0]}`)
    this.code = code
  }
}

/** One session of the W3C protocol; paths are relative to it. */
export interface WebDriver {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: object): Promise<T>
  delete<T>(path: string): Promise<T>
  /** Runs a function body in the page and answers what it returns */
  script<T>(body: string, args: unknown[]): Promise<T>
}

/** Between two tries whether the driver is up; it cannot call us. */
const tryAgainMs = 50

const ask = async (method: string, url: string, body?: object): Promise<unknown> => {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) })
  const { value } = (await response.json()) as { value: unknown }
  if (response.ok) return value
  const { error, message } = value as { error: string; message: string }
  throw new WebDriverError(error, message)
}

const isUp = (base: string): Promise<boolean> => fetch(`${base}/status`).then((response) => response.ok, () => false)

/** Waits for the driver and opens a session. Throws a Fault when the driver ends or gives none. */
export const connect = async (base: string, capabilities: object, isAlive: () => boolean): Promise<WebDriver> => {
  const end = Date.now() + limits.loadMs
  while (!(await isUp(base))) {
    if (!isAlive() || Date.now() > end) throw new Fault("machine", "WebKitWebDriver did not start", "Try to start it by hand")
    await new Promise((resolve) => setTimeout(resolve, tryAgainMs))
  }
  const { sessionId } = (await ask("POST", `${base}/session`, { capabilities: { alwaysMatch: capabilities } }).catch((cause: unknown) => {
    throw new Fault("machine", `WebKit did not start: ${cause instanceof Error ? cause.message : String(cause)}`, "Try to start MiniBrowser by hand.", { cause })
  })) as { sessionId: string }
  const root = `${base}/session/${sessionId}`
  const post = <T>(path: string, body: object = {}) => ask("POST", root + path, body) as Promise<T>
  return {
    get: <T>(path: string) => ask("GET", root + path) as Promise<T>,
    post,
    delete: <T>(path: string) => ask("DELETE", root + path) as Promise<T>,
    script: <T>(body: string, args: unknown[]) => post<T>("/execute/sync", { script: body, args }),
  }
}

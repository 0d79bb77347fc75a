import { errorText } from "../engine/evaluate.ts"
import type { Frame } from "../engine/frame.ts"
import type { Runtime } from "../engine/runtime.ts"
import { readCookies } from "../ga4/cookies.ts"
import { parseUrl, standardLibrary } from "./library.ts"
import { demand, isPermitted, type Permissions } from "./permissions.ts"
import { base64, hex, sha256 } from "./sha256.ts"

export interface TemplateWorld {
  runtime: Runtime
  frame: Frame
  permissions: Permissions
  /** The tag or variable that runs, named in reports and requests. */
  name: string
  storage: Map<string, unknown>
}

type Callback = ((...args: unknown[]) => unknown) | undefined

/** A dotted path below the page's globals: the object that holds the last step. */
const resolvePath = (root: object, path: string): { holder: object | undefined; key: string } => {
  const steps = path.split(".")
  const key = steps.pop() ?? ""
  let at: unknown = root
  for (const step of steps) at = typeof at === "object" || typeof at === "function" ? (at === null ? undefined : Reflect.get(at, step)) : undefined
  return { holder: (typeof at === "object" && at !== null) || typeof at === "function" ? at : undefined, key }
}

/** What `require` gives web templates; every API asks for its permission first (gtm-format 10). */
export const webApis = (world: TemplateWorld): Record<string, unknown> => {
  const { runtime, frame, permissions, name } = world
  const { host } = runtime
  const need = (id: string, ...args: unknown[]): void => demand(permissions, id, ...args)
  /** What a template does later has nobody to tell of a throw: it is told here. */
  const later = (run: Callback, ...args: unknown[]): void => {
    try {
      run?.(...args)
    } catch (error) {
      runtime.report("tag", name, `threw later: ${errorText(error)}`)
    }
  }
  const send = (url: unknown, via: "image" | "script" | "iframe", done: Callback, failed: Callback): void =>
    host.send({ url: URL.parse(String(url), host.page.href())?.href ?? String(url), method: "GET", via, tags: [name] }, (ok) => later(ok ? done : failed))
  const read = (path: string): unknown => {
    const { holder, key } = resolvePath(host.window, path)
    return holder === undefined ? undefined : Reflect.get(holder, key)
  }
  const write = (path: string, value: unknown, override: boolean): boolean => {
    const { holder, key } = resolvePath(host.window, path)
    if (holder === undefined || (!override && Reflect.get(holder, key) !== undefined)) return false
    return Reflect.set(holder, key, value)
  }
  const component = (address: string, part: unknown, keys: unknown): unknown => {
    const url = URL.parse(address)
    if (url === null) return ""
    const parts: Record<string, () => unknown> = {
      protocol: () => url.protocol.replace(":", ""), host: () => url.hostname, port: () => url.port, path: () => url.pathname, fragment: () => url.hash.slice(1),
      extension: () => /\.([^./]+)$/.exec(url.pathname)?.[1] ?? "",
      query: () => (typeof keys === "string" ? (url.searchParams.get(keys) ?? undefined) : url.search.replace(/^\?/, "")),
    }
    return part === undefined || part === null ? address : parts[String(part)]?.()
  }
  const storage = (): Storage | undefined => {
    const found = read("localStorage")
    return isStorage(found) ? found : undefined
  }
  const apis: Record<string, unknown> = {
    ...standardLibrary({ now: () => host.clock.now(), random: host.random }),
    logToConsole: (...values: unknown[]) => { if (isPermitted(permissions, "logging", [])) log(host.window["console"], values) },
    queryPermission: (id: string, ...args: unknown[]) => isPermitted(permissions, id, args),
    callLater: (run: Callback) => void host.timers.after(0, () => later(run)),
    copyFromWindow: (path: string) => (need("access_globals", "read", path), read(path)),
    setInWindow: (path: string, value: unknown, override?: boolean) => (need("access_globals", "write", path), write(path, value, override === true)),
    callInWindow: (path: string, ...args: unknown[]) => {
      need("access_globals", "execute", path)
      const { holder, key } = resolvePath(host.window, path)
      const run: unknown = holder === undefined ? undefined : Reflect.get(holder, key)
      return typeof run === "function" ? Reflect.apply(run, holder, args) : undefined
    },
    aliasInWindow: (to: string, from: string) => (need("access_globals", "write", to), need("access_globals", "read", from), write(to, read(from), true)),
    createQueue: (path: string) => {
      need("access_globals", "readwrite", path)
      if (!Array.isArray(read(path))) write(path, [], true)
      return (...values: unknown[]) => pushTo(read(path), values)
    },
    createArgumentsQueue: (fn: string, path: string) => {
      need("access_globals", "readwrite", fn)
      const queue = (): unknown => (Array.isArray(read(path)) || write(path, [], true), read(path))
      const present = read(fn)
      if (typeof present === "function") return present
      const made = function (): void {
        // oxlint-disable-next-line prefer-rest-params -- queues of this kind hold arguments objects
        pushTo(queue(), [arguments])
      }
      queue()
      write(fn, made, true)
      return made
    },
    copyFromDataLayer: (key: string, version = 2) => (need("read_data_layer", key), version === 1 ? runtime.model.exact(key) : runtime.model.get(key)),
    gtagSet: (keys: unknown) => {
      need("write_data_layer")
      if (typeof keys === "object" && keys !== null) for (const [key, value] of Object.entries(keys)) runtime.model.replace(key, value)
      if (typeof keys === "object" && keys !== null) runtime.google.command({ name: "set", keys: { ...keys } })
    },
    getCookieValues: (cookie: string, decode = true) => {
      need("get_cookies", cookie)
      return readCookies(host.cookies.read(), cookie).map((value) => (decode ? safeDecode(value) : value))
    },
    setCookie: (cookie: string, value: unknown, options: unknown, encode = true) => {
      need("set_cookies", cookie)
      host.cookies.write(cookieText(cookie, encode ? encodeURIComponent(String(value)) : String(value), options))
    },
    getUrl: (part?: string, _single?: boolean, _keys?: unknown, queryKey?: string) => (need("get_url", part), component(host.page.href(), part, queryKey)),
    getReferrerUrl: (part?: string, queryKey?: string) => (need("get_referrer", part), component(host.page.referrer(), part, queryKey)),
    getQueryParameters: (key: string, all?: boolean) => {
      need("get_url", "query", key)
      const found = URL.parse(host.page.href())?.searchParams.getAll(key) ?? []
      return all === true ? found : found[0]
    },
    getReferrerQueryParameters: (key: string) => (need("get_referrer", "query", key), URL.parse(host.page.referrer())?.searchParams.get(key) ?? undefined),
    parseUrl,
    readTitle: () => (need("read_title"), host.page.title()),
    readCharacterSet: () => (need("read_character_set"), host.document?.characterSet ?? "UTF-8"),
    injectScript: (url: string, done?: Callback, failed?: Callback) => (need("inject_script", url), send(url, "script", done, failed)),
    injectHiddenIframe: (url: string, done?: Callback) => (need("inject_hidden_iframe", url), send(url, "iframe", done, undefined)),
    sendPixel: (url: string, done?: Callback, failed?: Callback) => (need("send_pixel", url), send(url, "image", done, failed)),
    isConsentGranted: (type: string) => (need("access_consent", type, "read"), runtime.consent.granted(type)),
    addConsentListener: (type: string, run: Callback) => {
      need("access_consent", type, "read")
      runtime.consent.subscribe((change) => change.types.includes(type) && later(run, type, runtime.consent.granted(type)))
    },
    setDefaultConsentState: (values: object) => (needConsent(need, values), runtime.google.command({ name: "consent", mode: "default", values })),
    updateConsentState: (values: object) => (needConsent(need, values), runtime.google.command({ name: "consent", mode: "update", values })),
    addEventCallback: (run: Callback) => (need("read_event_metadata"), void frame.callbacks.push((id, report) => later(run, id, report))),
    getContainerVersion: () => (need("read_container_data"), {
      containerId: runtime.program.publicId, debugMode: host.preview, environmentName: host.environment, environmentMode: host.environment !== "", previewMode: host.preview, version: runtime.program.version,
    }),
    readAnalyticsStorage: () => {
      need("read_analytics_storage")
      const client = runtime.google.first()
      return client === undefined ? undefined : { client_id: client.read("client_id"), sessions: [{ measurement_id: client.id, session_id: client.read("session_id"), session_number: client.read("session_number") }] }
    },
    sha256: (value: string, done: Callback, _failed: Callback, options?: { outputEncoding?: string }) =>
      void host.timers.after(0, () => later(done, options?.outputEncoding === "hex" ? hex(sha256(value)) : base64(sha256(value)))),
    localStorage: {
      getItem: (key: string) => (need("access_local_storage", "read", key), quietly(() => storage()?.getItem(key) ?? null)),
      setItem: (key: string, value: string) => (need("access_local_storage", "write", key), quietly(() => (storage()?.setItem(key, value), true)) === true),
      removeItem: (key: string) => (need("access_local_storage", "write", key), quietly(() => storage()?.removeItem(key))),
    },
    templateStorage: {
      getItem: (key: string) => (need("access_template_storage"), world.storage.get(key) ?? null),
      setItem: (key: string, value: unknown) => (need("access_template_storage"), void world.storage.set(key, value)),
      removeItem: (key: string) => (need("access_template_storage"), void world.storage.delete(key)),
      clear: () => (need("access_template_storage"), world.storage.clear()),
    },
  }
  return apis
}

/** The page's own console; in Node nobody listens. */
const log = (console: unknown, values: unknown[]): void => {
  const write: unknown = typeof console === "object" && console !== null ? Reflect.get(console, "log") : undefined
  if (typeof write === "function") Reflect.apply(write, console, values)
}

const needConsent = (need: (id: string, ...args: unknown[]) => void, values: object): void => {
  for (const type of Object.keys(values)) if (type !== "region" && type !== "wait_for_update") need("access_consent", type, "write")
}

const isStorage = (value: unknown): value is Storage => typeof value === "object" && value !== null && "getItem" in value

/** Storage may be full or forbidden. */
const quietly = (run: () => unknown): unknown => {
  try {
    return run()
  } catch {
    return undefined
  }
}

const pushTo = (queue: unknown, values: unknown[]): void => {
  const push: unknown = typeof queue === "object" && queue !== null ? Reflect.get(queue, "push") : undefined
  if (typeof push === "function") Reflect.apply(push, queue, values)
}

const safeDecode = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const cookieText = (name: string, value: string, options: unknown): string => {
  const given: Record<string, unknown> = typeof options === "object" && options !== null ? { ...options } : {}
  const parts = [`${name}=${value}`]
  if (given["domain"] !== undefined && given["domain"] !== "auto") parts.push(`domain=${String(given["domain"])}`)
  parts.push(`path=${String(given["path"] ?? "/")}`)
  if (given["max-age"] !== undefined) parts.push(`max-age=${String(given["max-age"])}`)
  if (given["expires"] !== undefined) parts.push(`expires=${String(given["expires"])}`)
  if (given["samesite"] !== undefined) parts.push(`samesite=${String(given["samesite"])}`)
  if (given["secure"] === true) parts.push("secure")
  return parts.join("; ")
}

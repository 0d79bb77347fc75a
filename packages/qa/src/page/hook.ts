/** What the hook in the page tells the proxy. `page` names one document; `seq` counts its notes from 0. */
export interface HookNote {
  page: string
  seq: number
  /** Milliseconds since the document started */
  at: number
  kind: "push" | "gtm" | "error" | "action" | "bye"
  /** push: the message · gtm: a record of the runtime · error: its message · action: what a person did, while a journey is recorded · bye: how many notes came before */
  data: unknown
  /** Where a push was made from: the first frames of the stack that are not ours */
  stack?: string
}

export interface HookConfig {
  endpoint: string
  dataLayer: string
  timerMs: number
  timerRounds: number
  /** Timers beyond `timerMs` come later by this much */
  heldMs: number
  /** How long the container believes each settling of the page to have taken */
  viewMs: number
  /** `navigator.globalPrivacyControl` and what goes with it */
  gpc: boolean
  /** Reading or writing cookies and storage fails, as in a browser that blocks them */
  blockStorage: boolean
  /** The page's clock is ahead of the machine's by this much */
  aheadMs: number
}

/** What the driver asks the hook for. */
interface HookHandle {
  /** Resolves when no short timer is due and two frames were painted: how many notes were sent so far. `turn`: the how-manieth settling of this tab it is; 0: a look in between, which takes the page's container no time. */
  quiet(turn: number): Promise<number>
  count(): number
  /** Writes down what a person did */
  act(action: object): void
  /** From now on the page's clock is ahead of the machine's by so much */
  setAhead(ms: number): void
}

declare global {
  interface Window {
    __tagwright_hook?: HookHandle
    __tagwright_gtm_record?: (record: unknown) => void
    __tagwright_gtm_clock?: () => number
    /** Of a script that came after the hook was made; whichever of the two runs first */
    __tagwright_ahead?: number
  }
}

/**
 * Runs in the page before any of its scripts; its source is sent as text, so it may use nothing from outside itself.
 * It copies each message at push time (later changes to the object would hide faults), in order, and sends the copies to the
 * proxy by the same network path as everything else, because a driver's channel loses what is said while a page goes away.
 */
function hook(config: HookConfig): void {
  if (window.__tagwright_hook !== undefined || window.top !== window || !location.protocol.startsWith("http")) return
  const page = `${Math.round(performance.timeOrigin)}-${Math.random().toString(36).slice(2, 8)}`
  const send = navigator.sendBeacon.bind(navigator)
  const fetchNow = window.fetch.bind(window)
  const soon = window.queueMicrotask.bind(window)
  const later = window.setTimeout.bind(window)
  const notLater = window.clearTimeout.bind(window)
  let seq = 0
  let waiting: HookNote[] = []

  const flush = (leaving: boolean) => {
    if (waiting.length === 0) return
    const body = JSON.stringify(waiting)
    waiting = []
    try {
      if (leaving && send(config.endpoint, body)) return
      fetchNow(config.endpoint, { method: "POST", body, keepalive: body.length < 60_000 }).catch(() => undefined)
    } catch {
      // A page that may not call home is recorded by its requests alone; throwing here would report itself without end.
    }
  }
  const note = (kind: HookNote["kind"], data: unknown, stack?: string) => {
    if (waiting.length === 0) soon(() => flush(document.visibilityState === "hidden"))
    waiting.push({ page, seq: seq++, at: Math.round(performance.now()), kind, data, ...(stack === undefined ? {} : { stack }) })
  }
  const bye = () => {
    note("bye", seq)
    flush(true)
  }
  addEventListener("pagehide", bye)
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && bye())
  addEventListener("error", (event) => note("error", event.message))
  addEventListener("unhandledrejection", (event) => note("error", String(event.reason)))

  const clone = (value: unknown, depth = 0): unknown => {
    if (typeof value === "function") return "[function]"
    if (typeof value === "bigint" || typeof value === "symbol") return String(value)
    if (typeof value !== "object" || value === null) return value
    if (value instanceof Node || value === window) return "[node]"
    if (depth > 8) return "[deeper]"
    if (Object.prototype.toString.call(value) === "[object Arguments]" || Array.isArray(value)) return Array.from(value as ArrayLike<unknown>, (v) => clone(v, depth + 1))
    if (value instanceof Date) return value.toISOString()
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clone(member, depth + 1)]))
  }

  const stackNow = () => (new Error().stack ?? "").split("\n").slice(3, 6).map((line) => line.trim()).join(" < ")
  const wrapped = new WeakSet<object>()
  const wrap = (layer: unknown) => {
    if (!Array.isArray(layer) || wrapped.has(layer)) return
    wrapped.add(layer)
    for (const message of layer) note("push", clone(message))
    const push = layer.push
    layer.push = function (...messages: unknown[]) {
      for (const message of messages) note("push", clone(message), stackNow())
      return push.apply(layer, messages)
    }
  }
  let layer: unknown
  Object.defineProperty(window, config.dataLayer, {
    configurable: true,
    enumerable: true,
    get: () => layer,
    set: (value: unknown) => {
      layer = value
      wrap(value)
    },
  })
  window.__tagwright_gtm_record = (record) => note("gtm", clone(record))
  // How long a page was looked at decides whether GA4 tells of it when it goes away: that must not depend on the machine's speed.
  const machine = Date
  const opened = machine.now()
  let ahead = Math.max(config.aheadMs, window.__tagwright_ahead ?? 0)
  let firstTurn = 0
  let turns = 0
  window.__tagwright_gtm_clock = () => opened + ahead + turns * config.viewMs

  /** Only where time was moved: a page whose clock is right keeps the browser's own. */
  const moveClock = () => {
    if (window.Date !== machine) return
    const now = () => machine.now() + ahead
    const moved: DateConstructor = new Proxy(machine, {
      construct: (own, args, target): Date => Reflect.construct(own, args.length === 0 ? [now()] : args, target === moved ? own : target),
      apply: () => new machine(now()).toString(),
      get: (own, key) => (key === "now" ? now : Reflect.get(own, key)),
    })
    machine.prototype.constructor = moved
    window.Date = moved
    // The browser keeps cookies by the machine's clock.
    const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie")
    const inMachineTime = (_: string, name: string, date: string) => name + new machine(machine.parse(date) - ahead).toUTCString()
    if (cookie?.set !== undefined) {
      const { set } = cookie
      Object.defineProperty(Document.prototype, "cookie", { ...cookie, set(text: string) { set.call(this, String(text).replace(/(;\s*expires=)([^;]+)/i, inMachineTime)) } })
    }
  }
  if (ahead > 0) moveClock()

  // Short timers are counted, so that "nothing more will happen" is a condition and not a guess. A timer set from within
  // a timer inherits its round; polls stop counting after a few rounds.
  const due = new Map<number, true>()
  let round = 0
  const counted = (handler: TimerHandler, ms = 0, ...rest: unknown[]): number => {
    // The visitor acts before a long timer is due, however slow the machine is: what it would do must not depend on that.
    if (ms > config.timerMs) return later(handler, ms + config.heldMs, ...rest)
    if (typeof handler !== "function" || round >= config.timerRounds) return later(handler, ms, ...rest)
    const mine = round + 1
    const id = later(() => {
      due.delete(id)
      const before = round
      round = mine
      try {
        handler(...rest)
      } finally {
        round = before
      }
    }, ms)
    due.set(id, true)
    return id
  }
  window.setTimeout = counted as typeof window.setTimeout
  window.clearTimeout = (id) => {
    if (typeof id === "number") due.delete(id)
    notLater(id)
  }
  const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()))
  const tick = () => new Promise<void>((resolve) => later(() => resolve(), 10))
  window.__tagwright_hook = {
    count: () => seq,
    act: (action) => note("action", action),
    setAhead(ms) {
      ahead = ms
      moveClock()
    },
    async quiet(turn) {
      do {
        if (due.size > 0 || document.readyState !== "complete") await tick()
        await frame()
        await frame()
      } while (due.size > 0 || document.readyState !== "complete")
      firstTurn ||= turn
      if (turn > 0) turns = Math.max(turns, turn - firstTurn + 1)
      flush(false)
      return seq
    },
  }

  if (navigator.webdriver) Object.defineProperty(Navigator.prototype, "webdriver", { configurable: true, get: () => false })
  if (config.gpc) Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { configurable: true, get: () => true })
  if (config.blockStorage) {
    const refuse = () => {
      throw new DOMException("Access is denied for this document.", "SecurityError")
    }
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, { configurable: true, get: refuse })
    Object.defineProperty(Document.prototype, "cookie", { configurable: true, get: () => "", set() {} })
  }
}

export const hookSource = (config: HookConfig): string => `(${hook.toString()})(${JSON.stringify(config)})`

/** For a visitor whose hook is already made: from now on every page's clock is ahead by so much. */
export const aheadSource = (ms: number): string => `window.__tagwright_ahead = ${ms}; window.__tagwright_hook?.setAhead(${ms})`

import type { Device } from "./host.ts"

/** What a browser is asked about itself, in the order the real client sends it (fact D2). */
const HINTS = ["architecture", "bitness", "fullVersionList", "mobile", "model", "platform", "platformVersion", "wow64"]
/** A browser that does not answer by then is not waited for. */
const LONGEST_WAIT_MS = 100

const field = (value: unknown, key: string): unknown => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined)
const flag = (value: unknown): string => (value === true ? "1" : "0")

const versions = (list: unknown): string =>
  (Array.isArray(list) ? list : []).map((one: unknown) => `${encodeURIComponent(String(field(one, "brand")))};${encodeURIComponent(String(field(one, "version")))}`).join("|")

const asParameters = (answer: object): Record<string, string> => {
  const text = (key: string): string => String(field(answer, key) ?? "")
  return {
    uaa: text("architecture"), uab: text("bitness"), uafvl: versions(field(answer, "fullVersionList")), uamb: flag(field(answer, "mobile")), uam: text("model"),
    uap: text("platform"), uapv: text("platformVersion"), uaw: flag(field(answer, "wow64")),
  }
}

/** Fills in `device.hints` when the browser answers; `run` comes then, or after a moment without them. */
export const knowDevice = (window: Window & typeof globalThis, device: Device): ((run: () => void) => void) => {
  const setTimeout = window.setTimeout.bind(window)
  const data: unknown = Reflect.get(window.navigator, "userAgentData")
  const ask = field(data, "getHighEntropyValues")
  if (typeof ask !== "function") return (run) => void setTimeout(run, 0)
  let known = false
  const waiting: (() => void)[] = []
  const settle = (): void => {
    known = true
    for (const run of waiting.splice(0)) setTimeout(run, 0)
  }
  const answered: unknown = Reflect.apply(ask, data, [HINTS])
  Promise.resolve(answered).then((answer: unknown) => {
    if (typeof answer === "object" && answer !== null) device.hints = asParameters(answer)
  }).then(settle, settle)
  setTimeout(settle, LONGEST_WAIT_MS)
  return (run) => (known ? void setTimeout(run, 0) : void waiting.push(run))
}

/** Attribution reporting is allowed here. */
export const mayAttribute = (document: Document): boolean => {
  const policy: unknown = Reflect.get(document, "featurePolicy")
  // Asked by name, a browser without the feature would complain in the console.
  const allowed = field(policy, "allowedFeatures")
  const names: unknown = typeof allowed === "function" ? Reflect.apply(allowed, policy, []) : []
  return Array.isArray(names) && names.includes("attribution-reporting")
}

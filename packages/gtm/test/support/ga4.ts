import { run, type Push, type RunOptions } from "../../src/runtime/index.ts"
import { container, dlv, onEvent, table, text, type TestTag } from "./runtime-container.ts"

export const settings = (pairs: Record<string, string>, key = "configSettingsTable") => table(key, Object.entries(pairs).map(([parameter, parameterValue]) => ({ parameter, parameterValue })))
export const google = (config: Record<string, string> = {}): TestTag => ({ name: "Google tag", type: "googtag", on: ["Init"], parameter: [text("tagId", "G-ABCDEF1234"), settings(config)] })
export const quiet = google({ send_page_view: "false" })
export const event = (name: string, on = name, ...more: ReturnType<typeof text>[]): TestTag =>
  ({ name: `GA4 ${name}`, type: "gaawe", on: [`on ${on}`], parameter: [text("eventName", name), text("measurementIdOverride", "G-ABCDEF1234"), ...more] })
export const parts = (...tags: TestTag[]) => container({ tags, triggers: [...new Set(tags.flatMap((tag) => tag.on ?? []))].filter((name) => name.startsWith("on ")).map((name) => onEvent(name.slice(3))), variables: [dlv("v", "v"), dlv("n", "n")] })

export type Hit = Record<string, string>
/** Every event sent, with the URL's fields and its own. */
export const hits = (tags: TestTag[], pushes: Push[], options: RunOptions = {}): Hit[] =>
  requests(tags, pushes, options).filter((request) => request.url.includes("/g/collect")).flatMap((request) =>
    (request.body ?? "").split("\r\n").map((line): Hit => Object.fromEntries([...new URL(request.url).searchParams, ...new URLSearchParams(line)])))
export const requests = (tags: TestTag[], pushes: Push[], options: RunOptions = {}) => run(parts(...tags), pushes, options).requests

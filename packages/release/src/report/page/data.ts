import type { ReportSummary, ServerRecords, WalkRecords } from "../model.ts"

/**
 * Data comes as scripts that call `tagwrightReport(name, value)`: pages opened from file:// may load scripts, but not fetch.
 * A walk's script is added when the walk is opened.
 */
declare global {
  var tagwrightReport: (name: string, value: unknown) => void
}

const arrived = new Map<string, unknown>()
const waiting = new Map<string, ((value: unknown) => void)[]>()

globalThis.tagwrightReport = (name, value) => {
  arrived.set(name, value)
  for (const tell of waiting.get(name) ?? []) tell(value)
  waiting.delete(name)
}

const when = (name: string): Promise<unknown> =>
  new Promise((tell) => {
    if (arrived.has(name)) tell(arrived.get(name))
    else waiting.set(name, [...(waiting.get(name) ?? []), tell])
  })

const isSummary = (value: unknown): value is ReportSummary => typeof value === "object" && value !== null && "walks" in value
const isRecords = (value: unknown): value is WalkRecords => Array.isArray(value)

export const loadSummary = async (): Promise<ReportSummary> => {
  const value = await when("summary")
  if (!isSummary(value)) throw new Error("report/data/summary.js does not hold a summary")
  return value
}

const addScript = (name: string): Promise<never> =>
  new Promise((_, refuse) => {
    const script = document.createElement("script")
    script.src = `report/data/${name}.js`
    script.onerror = () => refuse(new Error(`report/data/${name}.js is missing`))
    document.head.append(script)
  })

const load = (name: string): Promise<unknown> => (arrived.has(name) ? Promise.resolve(arrived.get(name)) : Promise.race([when(name), addScript(name)]))

/** The records of a walk; loads its file at the first call. */
export const loadWalk = async (id: string): Promise<WalkRecords> => {
  const value = await load(id)
  if (!isRecords(value)) throw new Error(`report/data/${id}.js does not hold records`)
  return value
}

const isServer = (value: unknown): value is ServerRecords => typeof value === "object" && value !== null && "events" in value && "deliveries" in value

/** What the server stored and delivered. */
export const loadServer = async (): Promise<ServerRecords> => {
  const value = await load("server")
  if (!isServer(value)) throw new Error("report/data/server.js does not hold the server's records")
  return value
}

import { createLogUpdate } from "log-update"
import { styleText } from "node:util"
import type { Io } from "../command.ts"
import { type StageId, stageIds, stages } from "./stages.ts"

export type StageEnd = "done" | "unchanged" | "failed"
export interface Progress {
  start(id: StageId): void
  /** `share` of the stage that is done, 0 to 1, for the time left */
  note(id: StageId, text: string, share?: number): void
  end(id: StageId, how: StageEnd, summary: string): void
  close(): void
}

interface Line {
  state: "waiting" | "running" | StageEnd
  started?: number
  text: string
  share?: number
}

const marks = { waiting: "·", running: "…", done: "✔", unchanged: "=", failed: "✘" } as const
const colors = { waiting: "dim", running: "cyan", done: "green", unchanged: "green", failed: "red" } as const
/** Fast enough to look alive, slow enough to cost nothing. */
const redrawMs = 250

/** A live table on a terminal; a plain line per start and end elsewhere. */
export const createProgress = (io: Io, clock: () => number = Date.now): Progress => (io.interactive ? liveProgress(io, clock) : plainProgress(io, clock))

/** Without a terminal: a line for every quarter of a long stage, so that a log shows that it lives. */
const quarters = 4

const plainProgress = (io: Io, clock: () => number): Progress => {
  const started = new Map<StageId, number>()
  const told = new Map<StageId, number>()
  return {
    start: (id) => {
      started.set(id, clock())
      io.err(`${id} ${stages[id]} …\n`)
    },
    note: (id, text, share = 0) => {
      const quarter = Math.floor(share * quarters)
      if (quarter <= (told.get(id) ?? 0) || quarter >= quarters) return
      told.set(id, quarter)
      const passed = clock() - (started.get(id) ?? clock())
      io.err(`${id} ${Math.round(share * 100)} %, about ${seconds((passed * (1 - share)) / share)} left. ${text}\n`)
    },
    end: (id, how, summary) => {
      const since = started.get(id)
      io.err(`${id} ${stages[id]}: ${how}${since === undefined ? "" : ` in ${seconds(clock() - since)}`}. ${summary}\n`)
    },
    close: () => {},
  }
}

const liveProgress = (io: Io, clock: () => number): Progress => {
  const lines = new Map<StageId, Line>(stageIds.map((id) => [id, { state: "waiting", text: "" }]))
  const update = createLogUpdate(process.stderr)
  const draw = () => update([...lines].map(([id, line]) => drawLine(id, line, io, clock)).join("\n"))
  const timer = setInterval(draw, redrawMs)
  timer.unref()
  return {
    start: (id) => {
      lines.set(id, { state: "running", started: clock(), text: "" })
      draw()
    },
    note: (id, text, share) => {
      const line = lines.get(id)
      if (line !== undefined) lines.set(id, { ...line, text, ...(share === undefined ? {} : { share }) })
    },
    end: (id, how, summary) => {
      const line = lines.get(id)
      lines.set(id, { ...line, state: how, text: summary })
      draw()
    },
    close: () => {
      clearInterval(timer)
      draw()
      update.done()
    },
  }
}

const drawLine = (id: StageId, { state, started, text, share }: Line, io: Io, clock: () => number): string => {
  const paint = (value: string) => (io.color ? styleText(colors[state], value, { validateStream: false }) : value)
  const passed = started === undefined ? 0 : clock() - started
  const time = state === "running" ? ` ${seconds(passed)}${share !== undefined && share > 0.05 ? `, about ${seconds((passed * (1 - share)) / share)} left` : ""}` : ""
  return `${paint(marks[state])} ${id} ${stages[id]}${time}${text === "" ? "" : `  ${text}`}`
}

/** `12 s`, `3 min 4 s` */
export const seconds = (ms: number): string => (ms < 60_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`)

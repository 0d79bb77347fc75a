import { createLogUpdate } from "log-update"
import type { Io } from "./command.ts"
import { seconds } from "./pipeline/progress.ts"

export interface ProgressLines {
  /** `share`: 0 to 1 of the whole is done; `left`: seconds that the rest takes */
  tell(text: string, share?: number, left?: number): void
  close(): void
}

/** What is done and how long the rest takes: one line that is redrawn on a terminal, a line each elsewhere, nothing when quiet. */
export const progressLines = (io: Io, quiet: boolean): ProgressLines => {
  if (quiet) return { tell: () => undefined, close: () => undefined }
  // A terminal without a size (some CI systems) would be redrawn with nothing.
  const update = io.interactive && process.stderr.rows > 0 ? createLogUpdate(process.stderr) : undefined
  return {
    tell: (text, share = 0, left) => {
      const line = `${String(Math.round(share * 100)).padStart(3)} %${left === undefined || left === 0 ? "" : `, about ${seconds(left * 1000)} left`}  ${text}`
      if (update === undefined) io.err(`${line}\n`)
      else update(line)
    },
    close: () => update?.done(),
  }
}

import { Fault } from "@tagwright/formats"
import { apiUrlFrom, type Container, createPace, credentialsFrom, findContainer, openTagManager, type TagManager, usualPaceMs } from "@tagwright/gtm/deploy"
import { setTimeout as sleep } from "node:timers/promises"
import type { Io } from "../command.ts"
import type { Target } from "./target.ts"

export interface Online {
  tagManager: TagManager
  container: Container
  /** From here on, progress says how many calls are left and how long they take. */
  expect: (calls: number) => void
}

/** Signs in and finds the container. One call. Throws DeployError, or Fault when --pace is no number. */
export const goOnline = async (target: Target, pace: string | undefined, io: Io): Promise<Online> => {
  const everyMs = paceOf(pace)
  let expected: { from: number; calls: number } | undefined
  const progress = (what: string, call: number): void => {
    const of = expected && `${call - expected.from} of ${expected.calls}, about ${secondsLeft(expected.calls - (call - expected.from), everyMs)} s left`
    io.err(of === undefined ? `${what}\n` : `${what} (${of})\n`)
  }
  const tagManager = openTagManager({
    credentials: credentialsFrom(io.env),
    url: apiUrlFrom(io.env),
    pace: createPace({ now: Date.now, sleep: (ms) => sleep(ms, undefined, { signal: io.signal }) }, everyMs),
    progress,
  })
  const container = await findContainer(tagManager, target.publicId)
  return { tagManager, container, expect: (calls) => void (expected = { from: tagManager.calls, calls }) }
}

const secondsLeft = (calls: number, everyMs: number): number => Math.ceil((Math.max(0, calls) * everyMs) / 1000)

const paceOf = (given: string | undefined): number => {
  if (given === undefined) return usualPaceMs
  const seconds = Number(given)
  if (!(seconds >= 0)) throw new Fault("caller", `--pace ${given} is no number of seconds`, "For example --pace 4")
  return seconds * 1000
}

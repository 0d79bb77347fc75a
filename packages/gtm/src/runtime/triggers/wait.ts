import { isOn, type Active } from "./listening.ts"

const DEFAULT_WAIT_MS = 2000

/** Triggers concerned by a click or submit: "check validation" skips events that the page has cancelled (fact B4). */
export const concerned = (active: readonly Active[], cancelled: boolean): Active[] =>
  active.filter((one) => !cancelled || !isOn(one.params["checkValidation"]))

/** How long navigation is held for tags: the longest wait asked for, 0 for none. */
export const waitOf = (active: readonly Active[]): number =>
  Math.max(0, ...active.filter((one) => isOn(one.params["waitForTags"])).map((one) => Number(one.params["waitForTagsTimeout"]) || DEFAULT_WAIT_MS))

/** Callback and timeout for the pushed message; `release` runs once, whichever comes first. */
export const holding = (wait: number, release: () => void): Record<string, unknown> => {
  let released = false
  return {
    eventTimeout: wait,
    eventCallback: () => {
      if (released) return
      released = true
      release()
    },
  }
}

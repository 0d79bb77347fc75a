import { on } from "../kit.ts"
import { paramsOf } from "../push/read.ts"
import { track } from "../push/track.ts"
import { paramsAt } from "./attributes.ts"

export type MediaBinding = readonly [event: string, selector: string, marks: readonly number[]]

/** Progress of videos and sounds, each mark once per element and page; the mark goes into `video_percent` where the event declares it. */
export const media = (...bindings: MediaBinding[]): void => {
  const reached = new WeakMap<Element, number>()
  const hear = ({ type, target }: Event): void => {
    if (!(target instanceof HTMLMediaElement)) return
    const before = reached.get(target) ?? -1
    // A live stream has no end: only its start is known.
    const percent = type === "ended" ? 100 : (target.currentTime / target.duration) * 100 || 0
    bindings.forEach(([event, selector, marks]) => {
      if (!target.matches(selector)) return
      marks.forEach((mark) => mark > before && mark <= percent && track(event, { ...paramsAt(event, target), ...(paramsOf(event).includes("video_percent") && { video_percent: mark }) }, target))
    })
    reached.set(target, Math.max(before, percent))
  }
  ;(["play", "timeupdate", "ended"] as const).forEach((type) => on(type, hear))
}

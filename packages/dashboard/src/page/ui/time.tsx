import { useEffect, useState } from "preact/hooks"

const steps: readonly [most: number, per: number, unit: string][] = [
  [60, 1, "s"],
  [3_600, 60, "min"],
  [172_800, 3_600, "h"],
  [Number.POSITIVE_INFINITY, 86_400, "d"],
]
const distance = (seconds: number): string => {
  const [, per, unit] = steps.find(([most]) => seconds < most) ?? [0, 1, "s"]
  return `${Math.floor(seconds / per)} ${unit}`
}
/** `3 min ago`, `in 12 s` */
export const age = (at: number, now: number): string => {
  const seconds = Math.round((now - at) / 1000)
  if (Math.abs(seconds) < 1) return "now"
  return seconds < 0 ? `in ${distance(-seconds)}` : `${distance(seconds)} ago`
}
/** `2026-11-25 15:20:11` */
export const utc = (at: number): string => new Date(at).toISOString().replace("T", " ").slice(0, 19)
export const utcMinute = (at: number): string => utc(at).slice(0, 16)

const TICK_MS = 1_000
let now = Date.now()
const listeners = new Set<(now: number) => void>()
setInterval(() => {
  now = Date.now()
  if (!document.hidden) listeners.forEach((tell) => tell(now))
}, TICK_MS)
const useNow = (): number => {
  const [shown, show] = useState(now)
  useEffect(() => {
    listeners.add(show)
    return () => void listeners.delete(show)
  }, [])
  return shown
}

/** Age for the eye, absolute UTC for the record. */
export const When = ({ at, wide = false }: { at: number; wide?: boolean }) => {
  const shown = useNow()
  return (
    <time class="when" dateTime={new Date(at).toISOString()} title={`${utc(at)} UTC`}>
      {age(at, shown)}
      {wide && <small>{utc(at)} UTC</small>}
    </time>
  )
}
export const Since = ({ at }: { at: number }) => <>{age(at, useNow())}</>

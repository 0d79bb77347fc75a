import { shownPercent } from "../variables/elements.ts"
import type { Host } from "../host/host.ts"
import { isOn, numbers, type Active, type ListenerStart } from "./listening.ts"

/** YouTube's player states. */
const ENDED = 0
const PLAYING = 1
const PAUSED = 2
const BUFFERING = 3
const POLL_MS = 250
/** A jump further than the poll explains is a seek. */
const SEEK_S = 2

interface Player {
  getDuration: () => number
  getCurrentTime: () => number
  getVideoUrl: () => string
  getVideoData?: () => { title?: string }
}

/** Embedded YouTube players, through YouTube's own iframe API (fact B4). */
export const youtube: ListenerStart = ({ host, push }) => {
  const active: Active[] = []
  const known = new Set<HTMLIFrameElement>()
  const attach = (): void => {
    for (const frame of host.document?.querySelectorAll("iframe") ?? []) {
      if (known.has(frame) || !/^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\//.test(frame.src)) continue
      if (!prepare(frame, active)) continue
      known.add(frame)
      follow(frame, host, active, push)
    }
  }
  return (one) => {
    active.push(one)
    whenApi(host, attach)
  }
}

/** Adds `enablejsapi=1` where that was chosen; without it a player does not speak. */
const prepare = (frame: HTMLIFrameElement, active: readonly Active[]): boolean => {
  if (/[?&]enablejsapi=1/.test(frame.src)) return true
  if (!active.some((one) => isOn(one.params["fixMissingApi"]))) return false
  frame.src += `${frame.src.includes("?") ? "&" : "?"}enablejsapi=1`
  return true
}

const whenApi = (host: Host, ready: () => void): void => {
  if (constructorOf(host) !== undefined) return ready()
  const frames = [...(host.document?.querySelectorAll("iframe") ?? [])]
  if (!frames.some((frame) => /youtube(?:-nocookie)?\.com\/embed\//.test(frame.src))) return
  const before = host.window["onYouTubeIframeAPIReady"]
  host.window["onYouTubeIframeAPIReady"] = () => {
    if (typeof before === "function") Reflect.apply(before, undefined, [])
    ready()
  }
  host.send({ url: "https://www.youtube.com/iframe_api", method: "GET", via: "script", tags: [] })
}

type PlayerConstructor = new (frame: HTMLIFrameElement, options: object) => Player

const constructorOf = (host: Host): PlayerConstructor | undefined => {
  const api = host.window["YT"]
  const found: unknown = typeof api === "object" && api !== null ? Reflect.get(api, "Player") : undefined
  return isConstructor(found) ? found : undefined
}
const isConstructor = (value: unknown): value is PlayerConstructor => typeof value === "function"

type Status = "start" | "complete" | "pause" | "seek" | "buffering" | "progress"
/** Pausing, seeking and buffering are one option of the trigger. */
const CAPTURE: Record<Status, string> = { start: "captureStart", complete: "captureComplete", pause: "capturePause", seek: "capturePause", buffering: "capturePause", progress: "captureProgress" }

const follow = (frame: HTMLIFrameElement, host: Host, active: readonly Active[], push: (message: Record<string, unknown>) => unknown): void => {
  const Player = constructorOf(host)
  if (Player === undefined) return
  const passed = new Set<string>()
  let started = false
  let last = 0
  const report = (player: Player, status: Status, percent: number | undefined): void => {
    const triggers = active.filter((one) => isOn(one.params[CAPTURE[status]])).map((one) => one.uniqueId)
    if (triggers.length === 0) return
    const [duration, time] = [player.getDuration(), player.getCurrentTime()]
    push({
      event: "gtm.video", "gtm.videoProvider": "youtube", "gtm.videoStatus": status, "gtm.videoUrl": player.getVideoUrl(), "gtm.videoTitle": player.getVideoData?.().title ?? "",
      "gtm.videoDuration": Math.round(duration), "gtm.videoCurrentTime": Math.round(time), "gtm.videoElapsedTime": Math.round(time),
      "gtm.videoPercent": percent ?? (duration > 0 ? Math.round((time / duration) * 100) : 0),
      "gtm.videoVisible": shownPercent(frame, Number(host.window["innerWidth"]), Number(host.window["innerHeight"])) >= 50, "gtm.triggers": triggers.join(","),
    })
  }
  const progress = (player: Player): void => {
    const [duration, time] = [player.getDuration(), player.getCurrentTime()]
    if (Math.abs(time - last) > SEEK_S) report(player, "seek", undefined)
    last = time
    for (const { params } of active) {
      const seconds = params["radioButtonGroup1"] !== "PERCENTAGE"
      for (const value of numbers(params[seconds ? "progressThresholdsTimeInSeconds" : "progressThresholdsPercent"])) {
        const at = seconds ? value : (duration * value) / 100
        const key = `${seconds ? "s" : "p"}${value}`
        if (time < at || passed.has(key)) continue
        passed.add(key)
        report(player, "progress", seconds ? undefined : value)
      }
    }
  }
  let polling = false
  const poll = (player: Player): void => {
    if (!polling) return
    progress(player)
    host.timers.after(POLL_MS, () => poll(player))
  }
  const onState = (player: Player, state: number): void => {
    if (state === PLAYING && !started) report(player, "start", undefined)
    started ||= state === PLAYING
    if (state === PAUSED) report(player, "pause", undefined)
    if (state === BUFFERING) report(player, "buffering", undefined)
    if (state === ENDED) report(player, "complete", undefined)
    const was = polling
    polling = state === PLAYING
    if (polling && !was) poll(player)
    if (state === ENDED) started = false
  }
  const player: Player = new Player(frame, { events: { onStateChange: (change: { data: number }) => onState(player, change.data) } })
}

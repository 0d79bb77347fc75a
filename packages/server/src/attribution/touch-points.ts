import type { Touch } from "@tagwright/formats"
import type { StoredEvent } from "../store/model.ts"
import { channelOf, DIRECT, trafficOf, type TrafficSource } from "./channels.ts"
import type { TouchPoint } from "./credit.ts"
import { sessionsOf, type SessionRules, type View } from "./sessions.ts"

/** Campaign parameters and click ids of an address. */
const paramsIn = (url: string): Record<string, string> => (URL.canParse(url) ? Object.fromEntries(new URL(url).searchParams) : {})
/** A page inside the site is no source; the first of a session says where it came from. */
const trafficOfPage = ({ url, referrer }: NonNullable<StoredEvent["page"]>, at: number): TrafficSource => trafficOf({ at, landing: url, ...(referrer !== undefined && { referrer }), params: paramsIn(url) })

/** What a browser reported: an event, and the page it happened on */
export type Seen = Pick<StoredEvent, "name" | "at" | "page">

/** What browsers reported of one person: the touches that the kit remembered, and every event with a page. */
export const viewsOf = (touches: readonly Touch[], events: readonly Seen[], isKeyEvent: (name: string) => boolean): View[] => [
  // The kit's own word on where a visit came from goes first: it saw the address before anything was cleaned.
  ...touches.map((touch): View => ({ at: touch.at, traffic: trafficOf(touch), isPage: false, isKeyEvent: false })),
  ...events.map(({ name, at, page }): View => ({ at, traffic: page ? trafficOfPage(page, at) : DIRECT, isPage: name === "page_view", isKeyEvent: isKeyEvent(name) })),
]

/** Visits that may have caused a conversion: one per session. */
export const touchPointsOf = (views: readonly View[], rules: SessionRules): TouchPoint[] => sessionsOf(views, rules).map(({ start, traffic }) => ({ channel: channelOf(traffic, start), at: start }))

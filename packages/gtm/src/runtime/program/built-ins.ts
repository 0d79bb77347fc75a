import type { Expr, VariableKind } from "./program.ts"

export interface BuiltIn {
  kind: VariableKind
  params: Record<string, Expr>
}

const layer = (name: string): BuiltIn => ({ kind: "v", params: { name, dataLayerVersion: 1 } })
const url = (component: string): BuiltIn => ({ kind: "u", params: { component } })
const plainKind = (kind: VariableKind): BuiltIn => ({ kind, params: {} })
const autoEvent = (varType: string): BuiltIn => ({ kind: "aev", params: { varType } })
const analytics = (field: string): BuiltIn => ({ kind: "analytics", params: { field } })
const request = (field: string): BuiltIn => ({ kind: "request", params: { field } })

/** Built-in variables by the type an export lists (format 9 and 16); all data layer reads are version 1. */
export const BUILT_INS: Record<string, BuiltIn> = {
  PAGE_URL: url("URL"),
  PAGE_HOSTNAME: url("HOST"),
  PAGE_PATH: url("PATH"),
  REFERRER: { kind: "f", params: { component: "URL" } },
  EVENT: plainKind("e"),
  CLICK_ELEMENT: layer("gtm.element"),
  CLICK_CLASSES: layer("gtm.elementClasses"),
  CLICK_ID: layer("gtm.elementId"),
  CLICK_TARGET: layer("gtm.elementTarget"),
  CLICK_URL: layer("gtm.elementUrl"),
  CLICK_TEXT: autoEvent("TEXT"),
  FORM_ELEMENT: layer("gtm.element"),
  FORM_CLASSES: layer("gtm.elementClasses"),
  FORM_ID: layer("gtm.elementId"),
  FORM_TARGET: layer("gtm.elementTarget"),
  FORM_URL: layer("gtm.elementUrl"),
  FORM_TEXT: autoEvent("TEXT"),
  ERROR_MESSAGE: layer("gtm.errorMessage"),
  ERROR_URL: layer("gtm.errorUrl"),
  ERROR_LINE: layer("gtm.errorLineNumber"),
  NEW_HISTORY_URL: layer("gtm.newUrl"),
  OLD_HISTORY_URL: layer("gtm.oldUrl"),
  NEW_HISTORY_FRAGMENT: layer("gtm.newUrlFragment"),
  OLD_HISTORY_FRAGMENT: layer("gtm.oldUrlFragment"),
  NEW_HISTORY_STATE: layer("gtm.newHistoryState"),
  OLD_HISTORY_STATE: layer("gtm.oldHistoryState"),
  HISTORY_SOURCE: layer("gtm.historyChangeSource"),
  SCROLL_DEPTH_THRESHOLD: layer("gtm.scrollThreshold"),
  SCROLL_DEPTH_UNITS: layer("gtm.scrollUnits"),
  SCROLL_DEPTH_DIRECTION: layer("gtm.scrollDirection"),
  VIDEO_PROVIDER: layer("gtm.videoProvider"),
  VIDEO_URL: layer("gtm.videoUrl"),
  VIDEO_TITLE: layer("gtm.videoTitle"),
  VIDEO_DURATION: layer("gtm.videoDuration"),
  VIDEO_PERCENT: layer("gtm.videoPercent"),
  VIDEO_VISIBLE: layer("gtm.videoVisible"),
  VIDEO_STATUS: layer("gtm.videoStatus"),
  VIDEO_CURRENT_TIME: layer("gtm.videoCurrentTime"),
  ELEMENT_VISIBILITY_RATIO: layer("gtm.visibleRatio"),
  ELEMENT_VISIBILITY_TIME: layer("gtm.visibleTime"),
  ELEMENT_VISIBILITY_FIRST_TIME: layer("gtm.visibleFirstTime"),
  ELEMENT_VISIBILITY_RECENT_TIME: layer("gtm.visibleLastTime"),
  CONTAINER_ID: plainKind("cid"),
  CONTAINER_VERSION: plainKind("ctv"),
  DEBUG_MODE: plainKind("dbg"),
  RANDOM_NUMBER: plainKind("r"),
  HTML_ID: plainKind("hid"),
  ENVIRONMENT_NAME: plainKind("ev"),
  ANALYTICS_CLIENT_ID: analytics("client_id"),
  ANALYTICS_SESSION_ID: analytics("session_id"),
  ANALYTICS_SESSION_NUMBER: analytics("session_number"),
  EVENT_NAME: { kind: "ed", params: { keyPath: "event_name" } },
  CLIENT_NAME: request("clientName"),
  REQUEST_PATH: request("path"),
  REQUEST_METHOD: request("method"),
  QUERY_STRING: request("query"),
  VISITOR_REGION: plainKind("vr"),
  SERVER_PAGE_LOCATION_URL: { kind: "u", params: { component: "URL", customUrlSource: { ref: -2 } } },
  SERVER_PAGE_LOCATION_PATH: { kind: "u", params: { component: "PATH", customUrlSource: { ref: -2 } } },
  SERVER_PAGE_LOCATION_HOSTNAME: { kind: "u", params: { component: "HOST", customUrlSource: { ref: -2 } } },
}

import type { ListenerKind } from "../program/program.ts"
import { clicks } from "./click.ts"
import { forms } from "./form.ts"
import { history } from "./history.ts"
import { jsErrors } from "./js-error.ts"
import { links } from "./link.ts"
import type { ListenerStart } from "./listening.ts"
import { scrolling } from "./scroll.ts"
import { timers } from "./timer.ts"
import { visible } from "./visibility.ts"
import { youtube } from "./youtube.ts"

/** How each kind of trigger listens to the page (fact B4). Groups listen to rules, see `group.ts`. */
export const WEB_LISTENERS: Record<ListenerKind, ListenerStart> = {
  CLICK: clicks, LINK_CLICK: links, FORM_SUBMISSION: forms, HISTORY_CHANGE: history, JS_ERROR: jsErrors, TIMER: timers,
  SCROLL_DEPTH: scrolling, ELEMENT_VISIBILITY: visible, YOU_TUBE_VIDEO: youtube, TRIGGER_GROUP: () => () => {},
}

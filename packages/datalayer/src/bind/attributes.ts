import { paramsOf } from "../push/read.ts"
import { track } from "../push/track.ts"
import { record } from "../world/attempt.ts"
import { nearest } from "./nearest.ts"

/** What the field of the form that stands for the parameter holds; of radio buttons and boxes the checked one. */
const field = (element: Element, key: string): unknown =>
  element.querySelector<HTMLInputElement>(`[data-tw-field="${key}"]:is(:checked,:not([type=radio],[type=checkbox]))`)?.value

/** What attributes around an element and fields inside it say of an event's parameters. */
export const paramsAt = (name: string, element: Element): Record<string, unknown> => record(paramsOf(name), (key) => nearest(element, `data-tw-param-${key}`) ?? field(element, key))

/** Tracks the use of an element. */
export const trackElement = (name: string, element: Element): void => track(name, paramsAt(name, element), element)

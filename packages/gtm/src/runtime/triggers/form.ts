import { isElement } from "./click.ts"
import { elementKeys } from "./element-keys.ts"
import { elementText } from "../variables/elements.ts"
import { listen, type Active, type ListenerStart } from "./listening.ts"
import { concerned, holding, waitOf } from "./wait.ts"

/** Facebook's pixel sends through a form of its own; that is no submission (fact B4). */
const FACEBOOK = /^https?:\/\/(?:www\.)?facebook\.com\/tr\/?$/

/** Form submissions, by the visitor and by `form.submit()` (fact B4). */
export const forms: ListenerStart = ({ host, push }) => {
  const active: Active[] = []
  const native = nativeSubmit(host.window)
  /** Answers true when navigation is held until the tags are done. */
  const report = (form: HTMLFormElement, cancelled: boolean, submitter: unknown): boolean => {
    const hit = FACEBOOK.test(String(form.action)) ? [] : concerned(active, cancelled)
    if (hit.length === 0) return false
    const message = { ...elementKeys("gtm.formSubmit", form, hit.map((one) => one.uniqueId)), ...formKeys(form, cancelled, submitter) }
    const wait = cancelled || opensElsewhere(form) ? 0 : waitOf(hit)
    if (wait === 0) {
      push(message)
      return false
    }
    push({ ...message, ...holding(wait, () => native(form)) })
    return true
  }
  listen(host.document, "submit", (event) => {
    const form = event.target
    if (!isForm(form)) return
    if (report(form, event.defaultPrevented, Reflect.get(event, "submitter"))) event.preventDefault()
  })
  wrapSubmit(host.window, (form) => report(form, false, undefined))
  return (one) => void active.push(one)
}

const isForm = (value: unknown): value is HTMLFormElement => isElement(value) && value.nodeName.toUpperCase() === "FORM"

const opensElsewhere = (form: HTMLFormElement): boolean => !["", "_self", "_parent", "_top"].includes(form.getAttribute("target") ?? "")

const formKeys = (form: HTMLFormElement, cancelled: boolean, submitter: unknown): Record<string, unknown> => ({
  "gtm.elementUrl": form.getAttribute("action") === null ? String(form.ownerDocument.location?.href ?? "") : form.action,
  "gtm.formCanceled": cancelled,
  "gtm.interactedFormName": form.getAttribute("name") ?? "",
  "gtm.formSubmitElement": isElement(submitter) ? submitter : null,
  "gtm.formSubmitElementText": isElement(submitter) ? (elementText(submitter) || submitter.getAttribute("value") || "") : "",
})

type Submit = (this: HTMLFormElement) => void

const prototypeOf = (window: Record<PropertyKey, unknown>): { submit: Submit } | undefined => {
  const constructor = window["HTMLFormElement"]
  if (typeof constructor !== "function") return undefined
  const prototype: { submit: Submit } = constructor.prototype
  return prototype
}

/** The submit that sends without asking anybody again. */
const nativeSubmit = (window: Record<PropertyKey, unknown>): ((form: HTMLFormElement) => void) => {
  const native = prototypeOf(window)?.submit
  return (form) => native?.call(form)
}

const wrapSubmit = (window: Record<PropertyKey, unknown>, held: (form: HTMLFormElement) => boolean): void => {
  const prototype = prototypeOf(window)
  if (prototype === undefined) return
  const native = prototype.submit
  prototype.submit = function (this: HTMLFormElement): void {
    if (!held(this)) native.call(this)
  }
}

/** Something wrong with how the page uses the kit. Names only, never a value. */
export interface Problem {
  /** `unknown`: an event, or with `detail` a parameter, that the plan does not have. `threw`: something inside the kit, or in a getter of the page. */
  code: "unknown" | "missing" | "invalid" | "personal" | "overflow" | "internal campaign" | "threw"
  event?: string | undefined
  /** A parameter, or the name of an error; never a value */
  detail?: string | undefined
}

/** What is wrong and how to mend it, per code. */
const sentences: Record<Problem["code"], (event: string, detail: string) => string> = {
  unknown: (event, detail) =>
    detail
      ? `"${event}" has no parameter "${detail}", so that one was left out. Add it to the event in the plan, or correct the name.`
      : `The plan has no browser event "${event}", so nothing was sent. Add it to the plan, or correct the name.`,
  missing: (event, detail) => `"${event}" was sent without "${detail}", which the plan requires. Pass it, or set data-tw-param-${detail} on the element or around it.`,
  invalid: (event, detail) =>
    event
      ? `"${event}" got a value for "${detail}" that the plan does not allow, so that value was left out. Its type and the values allowed stand in the plan.`
      : `${detail} got something that is no choice. It takes an object such as { analytics: true, marketing: false }.`,
  personal: (event, detail) => `A value of "${detail}" in "${event}" looks like personal data, so it was left out. Declare the parameter personal, or do not send it.`,
  overflow: (event) => `"${event}" was dropped: too many events wait for the visitor's choice. Does the banner tell the kit of it?`,
  "internal campaign": (_, detail) => `A link within the site carries ${detail}, which would overwrite where the visitor really came from, so it was ignored. Take it off the link.`,
  threw: (_, detail) => `Something threw ${detail} inside the kit; the page did not notice. If it was not a getter of yours, please report it.`,
}

/** A problem as a sentence: for the console while a site is developed, for the panel and for test reports. */
export const sentence = ({ code, event = "", detail = "" }: Problem): string => sentences[code](event, detail)

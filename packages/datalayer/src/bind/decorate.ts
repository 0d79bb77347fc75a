import { leadId } from "../identity/lead-id.ts"
import { on } from "../kit.ts"

/** Hands the lead_id on, at the very moment of use: into the query of a link, or as a hidden field of a form. */
export const decorate = (): void => (["click", "auxclick", "contextmenu", "submit"] as const).forEach((type) => on(type, use))

const use = ({ target }: Event): void => {
  const element = target instanceof Element ? target.closest("[data-tw-decorate]") : null
  const name = element?.getAttribute("data-tw-decorate")
  if (!element || !name) return
  if (element instanceof HTMLAnchorElement) {
    // Without a host it is a javascript: or mailto: link: there a query would become code or a part of a mail.
    if (!element.host) return
    const url = new URL(element.href)
    url.searchParams.set(name, leadId())
    element.href = url.href
  } else element.append(Object.assign(element.querySelector(`[type=hidden][name="${name}"]`) ?? document.createElement("input"), { type: "hidden", name, value: leadId() }))
}

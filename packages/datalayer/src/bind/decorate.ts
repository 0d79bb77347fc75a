import { leadId } from "../identity/lead-id.ts"
import { on } from "../kit.ts"
import { inField, inQuery } from "./carry.ts"

/** Hands the lead_id on, at the very moment of use: into the query of a link, or as a hidden field of a form. */
export const decorate = (): void => (["click", "auxclick", "contextmenu", "submit"] as const).forEach((type) => on(type, use))

const use = ({ target }: Event): void => {
  const element = target instanceof Element && target.closest("[data-tw-decorate]")
  const name = element && element.getAttribute("data-tw-decorate")
  if (!name) return
  if (!(element instanceof HTMLAnchorElement)) inField(element, name, leadId())
  // Without a host it is a javascript: or mailto: link: there a query would become code or a part of a mail.
  else if (element.host) element.href = inQuery(element.href, name, leadId())
}

import type { Feature } from "../config.ts"
import { leadId } from "../identity/lead-id.ts"
import { on, type Kit } from "../kit.ts"

const USES = ["click", "auxclick", "contextmenu", "submit"] as const
const ATTRIBUTE = "data-tw-decorate"

/** Hands the lead_id on, at the very moment of use: into the query of a link, or as a hidden field of a form. */
export const decorate: Feature = (kit) => USES.forEach((type) => on(kit, type, use(kit)))

const use =
  (kit: Kit) =>
  ({ target }: Event): void => {
    const element = target instanceof Element && target.closest(`[${ATTRIBUTE}]`)
    const name = element && element.getAttribute(ATTRIBUTE)
    if (!name) return
    if (element instanceof HTMLAnchorElement) {
      const url = new URL(element.href)
      url.searchParams.set(name, leadId(kit))
      element.href = url.href
    } else if (element instanceof HTMLFormElement) {
      element.querySelector(`input[type=hidden][name="${name}"]`)?.remove()
      element.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: leadId(kit) }))
    }
  }

import type { Feature } from "../config.ts"

const ATTRIBUTE = "data-tw-decorate"

const decorateLink = (link: HTMLAnchorElement, key: string, id: string): void => {
  const url = new URL(link.href)
  url.searchParams.set(key, id)
  link.href = url.href
}

const decorateForm = (form: HTMLFormElement, key: string, id: string): void => {
  const field = form.querySelector<HTMLInputElement>(`input[type=hidden][name="${CSS.escape(key)}"]`) ?? document.createElement("input")
  field.type = "hidden"
  field.name = key
  field.value = id
  form.append(field)
}

/** Hands the lead_id on, at the very moment of use: into the query of a link, or as a hidden field of a form. */
export const decorate: Feature = (kit) => {
  const use = kit._safe(({ target }: Event) => {
    const element = target instanceof Element && target.closest(`[${ATTRIBUTE}]`)
    const key = element && element.getAttribute(ATTRIBUTE)
    if (!element || !key) return
    if (element instanceof HTMLAnchorElement) decorateLink(element, key, kit._leadId())
    else if (element instanceof HTMLFormElement) decorateForm(element, key, kit._leadId())
  })
  for (const type of ["click", "auxclick", "contextmenu", "submit"]) document.addEventListener(type, use, true)
}

import type { Tab } from "../browser/port.ts"
import type { Proxy } from "../proxy/proxy.ts"
import { Inconclusive } from "./banner.ts"
import { comes } from "./settle.ts"
import { valueFor, type Field, type Persona } from "./persona.ts"

/** In the page: marks each fillable field with its position, so that the driver can type into exactly that one. */
const markFields = (form: string): Field[] => {
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`:is(${form}) :is(input, select, textarea)`)]
  const fillable = fields.filter((field) => !["hidden", "submit", "button", "reset", "image", "radio", "file"].includes(field.type) && !field.disabled && field.getClientRects().length > 0)
  return fillable.map((field, index) => {
    field.setAttribute("data-qa-field", String(index))
    const label = field.labels?.[0]?.textContent ?? ""
    return {
      index,
      name: field.name,
      type: field.type,
      hint: [field.dataset["twField"], field.autocomplete, field.id, field.getAttribute("aria-label"), label].filter(Boolean).join(" "),
      options: field instanceof HTMLSelectElement ? [...field.options].map((option) => option.value).filter((value) => value !== "") : [],
    }
  })
}

const setChoice = ({ selector, value }: { selector: string; value: string }): void => {
  const field = document.querySelector(selector)
  if (field instanceof HTMLInputElement && !field.checked) field.click()
  if (field instanceof HTMLSelectElement) {
    field.value = value
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.dispatchEvent(new Event("change", { bubbles: true }))
  }
}

const isTyped = (type: string) => type !== "checkbox" && !type.startsWith("select")

const fillField = async (tab: Tab, form: string, field: Field, value: string): Promise<void> => {
  const selector = `:is(${form}) [data-qa-field="${field.index}"]`
  await tab.focus(selector)
  if (isTyped(field.type)) await tab.fill(selector, value)
  else await tab.evaluate(setChoice, { selector, value })
}

/** Types a persona, or given values by field name, into a form. A name that the form does not have is an error of the plan. */
export const fillForm = async (visitor: { tab: Tab; proxy: Proxy }, form: string, who: { persona: Persona } | { values: Record<string, string> }): Promise<void> => {
  const { tab } = visitor
  if (!(await comes(visitor, form))) throw new Error(`no form matches ${form}`)
  const fields = await tab.evaluate(markFields, form)
  if ("persona" in who) {
    for (const field of fields) await fillField(tab, form, field, valueFor(who.persona, field))
    return
  }
  for (const [name, value] of Object.entries(who.values)) {
    const field = fields.find((one) => one.name === name || one.hint.split(" ").includes(name))
    if (field === undefined) throw new Inconclusive(`the form ${form} has no field ${name}`)
    await fillField(tab, form, field, value)
  }
}

const submitButtons = ["[type=submit]", "button:not([type])", "[type=image]"]

/** Submits as a visitor does: by its button, or by Enter where there is none. */
export const submitForm = async (tab: Tab, form: string): Promise<void> => {
  for (const button of submitButtons) {
    const selector = `:is(${form}) ${button}`
    if (await tab.exists(selector)) return tab.click(selector)
  }
  await tab.evaluate((selector: string) => document.querySelector<HTMLFormElement>(selector)?.requestSubmit(), form)
}

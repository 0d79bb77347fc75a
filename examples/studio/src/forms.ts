type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

const wording = (field: Field): string => {
  if (field.validity.valid) return ""
  if (field.validity.typeMismatch) return "That does not look like an email address: something@somewhere.com"
  return field.dataset.missing ?? field.validationMessage
}

const tell = (field: Field) => {
  const line = document.getElementById(`${field.id}-error`)
  if (!line) return
  const text = wording(field)
  line.textContent = text
  line.hidden = text === ""
  field.toggleAttribute("aria-invalid", text !== "")
  if (text) field.setAttribute("aria-invalid", "true")
}

/** The browser validates; we only say it in our own words, below the field, and take it back while it is mended. */
const mind = (form: HTMLFormElement) => {
  form.addEventListener(
    "invalid",
    (event) => {
      event.preventDefault()
      if (!isField(event.target)) return
      tell(event.target)
      form.querySelector<Field>(":invalid:not(fieldset)")?.focus()
    },
    true,
  )
  form.addEventListener("input", ({ target }) => {
    if (isField(target) && target.hasAttribute("aria-invalid")) tell(target)
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    thank(form)
  })
}

/** There is no backend of our own: the enquiry travels with the tracked event. The form stays in the page, with its values, for whoever reads them later in this event. */
const thank = (form: HTMLFormElement) => {
  const done = document.querySelector<HTMLElement>(`[data-done-for="${form.dataset["formId"]}"]`)
  if (!done) return
  form.hidden = true
  done.hidden = false
  done.focus({ preventScroll: true })
  done.scrollIntoView({ block: "nearest" })
}

export const mindForms = () => document.querySelectorAll<HTMLFormElement>("form[data-form-id]").forEach(mind)

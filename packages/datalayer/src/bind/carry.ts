/** Puts a value into the query of an address, in the place of one that is there. */
export const inQuery = (address: string, name: string, value: string): string => {
  const url = new URL(address)
  url.searchParams.set(name, value)
  return url.href
}

/** Puts a value into a hidden field of a form, in the place of one that is there. */
export const inField = (form: Element, name: string, value: string): void =>
  form.append(Object.assign(form.querySelector(`[type=hidden][name="${name}"]`) ?? document.createElement("input"), { type: "hidden", name, value }))

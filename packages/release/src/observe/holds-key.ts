const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a value holds this key with something other than false in it, however deep; JSON inside a text is opened. */
export const holdsKey = (value: unknown, key: string): boolean => {
  if (typeof value === "string") return /^\s*[[{]/.test(value) && holdsKey(parse(value), key)
  if (typeof value !== "object" || value === null) return false
  return Object.entries(value).some(([name, member]) => (name === key && member !== false && member !== undefined && member !== "") || holdsKey(member, key))
}

/** Whether some text inside a value, however deep, holds this one. */
export const holdsText = (value: unknown, text: string): boolean => {
  if (typeof value === "string") return value.includes(text)
  return typeof value === "object" && value !== null && Object.values(value).some((member) => holdsText(member, text))
}

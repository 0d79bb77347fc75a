/** A value as JavaScript source. JSON is a subset of it; `<` is escaped so that no value can close a script element. */
export const code = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c")

/** An object literal. Our own members (`_name`) stay unquoted so that the bundler may shorten them; names out of the plan are quoted. */
export const object = (members: Record<string, string>): string =>
  `{${Object.entries(members)
    .map(([key, value]) => `${/^_[a-zA-Z]+$/.test(key) ? key : protoSafe(key)}:${value}`)
    .join(",")}}`

/** `"__proto__": x` would set the prototype; a computed key does not. */
const protoSafe = (key: string): string => (key === "__proto__" ? `["__proto__"]` : code(key))

export const member = (namespace: string, name: string): string => `${namespace}.${name}`

/** A value as JavaScript source. JSON is a subset of it; `<` is escaped so that no value can close a script element. */
export const code = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c")

/** An object literal out of keys and code. Our own members (`_name`) stay unquoted so that the bundler may shorten them; names out of the plan are quoted. */
export const object = (members: Record<string, string>): string =>
  `{${Object.entries(members)
    .map(([key, value]) => `${/^_[a-zA-Z]+$/.test(key) ? key : protoSafe(key)}:${value}`)
    .join(",")}}`

/** The same as a table that knows nothing but its own keys: names come from outside, and `constructor` is a fine name for an event. */
export const table = (members: Record<string, string>): string => object(members).replace("{", "{__proto__:null,")

/** `"__proto__": x` would set the prototype; a computed key does not. */
const protoSafe = (key: string): string => (key === "__proto__" ? `["__proto__"]` : code(key))

/** A pattern that must match the whole of a value, as a literal. Its source cannot end the literal: `RegExp` escapes it. */
export const wholePattern = (source: string): string => String(new RegExp(`^${source}$`, "u")).replaceAll("<", "\\x3c")

/** A text as a pattern that matches just it. */
export const literally = (value: string): string => value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")

export const mapValues = <V, W>(record: Record<string, V>, map: (value: V, key: string) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))
export const pick = <V>(record: Record<string, V>, wanted: (value: V, key: string) => boolean): Record<string, V> =>
  Object.fromEntries(Object.entries(record).filter(([key, value]) => wanted(value, key)))

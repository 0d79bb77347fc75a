/** A table that is asked with keys from a file: without what every object inherits, so that a type called `constructor` finds nothing. */
export const tableOf = <T>(entries: Readonly<Record<string, T>>): Record<string, T> => Object.assign(Object.create(null), entries)

/** Runs `work`; whatever it throws is ours and never reaches the page. */
export const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** An object out of keys and what belongs to each. */
export const record = <T>(keys: readonly string[], value: (key: string) => T): Record<string, T> => Object.fromEntries(keys.map((key) => [key, value(key)]))

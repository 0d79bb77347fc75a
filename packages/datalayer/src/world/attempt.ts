/** Runs `work`; whatever it throws is ours and never reaches the page. */
export const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

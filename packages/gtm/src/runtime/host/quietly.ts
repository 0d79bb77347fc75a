/**
 * Runs what the page has no part in. A page may have overwritten what every script builds on: then its measurement is
 * broken, which the console says, and the page itself goes on.
 */
export const quietly = (run: () => void): void => {
  try {
    run()
  } catch (error) {
    console.error("tagwright: the container was stopped by an error", error)
  }
}

import type { Proxy } from "./proxy.ts"

/**
 * Holds requests back until they are the only ones left, so that whatever can happen without them has happened. No clock is
 * involved: the page itself decides how late "late" is.
 */
export const scriptGate = () => {
  let held = 0
  let proxy: Proxy | undefined
  return {
    watch: (watched: Proxy) => void (proxy = watched),
    async hold(): Promise<void> {
      if (proxy === undefined) return
      held += 1
      while (proxy.inFlight() > held) await proxy.changed()
      held -= 1
    },
  }
}

const PATIENCE_MS = 120_000
const POLL_MS = 20
const STANDSTILL_MS = 250
export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
/** Calls back after this process itself stood still, on a machine that was busy with something else: peers waited in vain then. */
export const onStandstill = (run: () => void): (() => void) => {
  let before = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    if (now - before > STANDSTILL_MS) run()
    before = now
  }, STANDSTILL_MS / 5)
  return () => clearInterval(timer)
}
export const until = async (holds: () => Promise<boolean> | boolean, complaint: string): Promise<void> => {
  const end = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(complaint)
    await pause(POLL_MS)
  }
}

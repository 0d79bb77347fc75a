import type { ServerContext } from "../context.ts"

const DAY_MS = 86_400_000
/** Four times a day: what is due goes within hours. */
const EVERY_MS = 6 * 3_600_000
/** A run takes turns with the writer until less than this is left. */
const ENOUGH = 1

/** Deletes what the plan no longer keeps, now and every six hours; closes errands of erasure that everybody has heard. */
export const startRetention = (context: ServerContext): { stop(): void; run(): Promise<number> } => {
  const { store, clock, runtime, log } = context
  let cancel = (): void => undefined
  let stopped = false
  const goesOn = (): boolean => !stopped
  const run = async (): Promise<number> => {
    const now = clock.now()
    const { eventsDays, personalDays, webhooksDays, quarantineDays, consentLogDays } = runtime.plan.retention
    const before = (days: number): number => now - days * DAY_MS
    const input = { now, eventsBefore: before(eventsDays), personalBefore: before(Math.min(personalDays, eventsDays)), webhooksBefore: before(webhooksDays), quarantineBefore: before(quarantineDays), consentBefore: before(consentLogDays) }
    let total = 0
    let gone = 0
    do {
      gone = await store.applyRetention(input)
      total += gone
    } while (gone >= ENOUGH && goesOn())
    await store.closeErrands()
    return total
  }
  const loop = (): void => {
    run()
      .then((rows) => log.info({ rows }, "retention applied"))
      .catch((error: unknown) => log.error({ error: String(error) }, "retention failed"))
      .finally(() => {
        if (!stopped) cancel = clock.after(EVERY_MS, loop)
      })
  }
  loop()
  return {
    run,
    stop: () => {
      stopped = true
      cancel()
    },
  }
}

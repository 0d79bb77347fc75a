import type { Feature } from "../../config.ts"
import { load, save } from "../../world/store.ts"

const KEY = "tw_choice"
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** The site calls `consent.update` itself; the kit remembers the choice, because nobody else does. */
export const custom: Feature = (kit) => {
  const known = load(KEY)
  if (isRecord(known)) kit._choose(known, true)
  kit._onChoice.push((choice) => save(KEY, choice))
}

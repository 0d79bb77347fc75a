import type { Feature } from "../../config.ts"
import { load, save } from "../../world/store.ts"
import { choose } from "../choice.ts"

const KEY = "tw_choice"

/** The site calls `consent.update` itself; the kit remembers the choice, because nobody else does. */
export const custom: Feature = (kit) => {
  const known = load<Record<string, boolean>>(KEY)
  if (known) choose(kit, known, true)
  kit._onChoice.push(() => save(KEY, kit._choice))
}

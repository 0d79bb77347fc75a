import type { CategoryChoice, ConsentState, ConsentType } from "@tagwright/formats"
import type { Config } from "../config.ts"
import { pushCommand } from "../push/data-layer.ts"

/** All seven types of Consent Mode v2, written out: the formats package is types only on the page. */
const TYPES: readonly ConsentType[] = [
  "ad_storage",
  "ad_user_data",
  "ad_personalization",
  "analytics_storage",
  "functionality_storage",
  "personalization_storage",
  "security_storage",
]

const states = (config: Config, granted: (category: string) => unknown): Record<string, ConsentState> =>
  Object.fromEntries(
    TYPES.map((type) => [
      type,
      Object.keys(config._grants).some((category) => granted(category) && config._grants[category]?.includes(type)) ? "granted" : "denied",
    ]),
  )

const EVERYWHERE_ELSE = { _in: [], _grant: [] }

/** Before any choice: everything but the strictly necessary is denied, except where the plan grants it by region. */
export const consentDefault = (config: Config): void => {
  for (const { _in, _grant } of [...config._regions, EVERYWHERE_ELSE])
    pushCommand("consent", "default", {
      ...states(config, (category) => config._always.includes(category) || _grant.includes(category)),
      ...(_in.length ? { region: _in } : {}),
      wait_for_update: config._waitForUpdate,
    })
}

export const consentUpdate = (config: Config, choice: CategoryChoice): void => pushCommand("consent", "update", states(config, (category) => choice[category]))

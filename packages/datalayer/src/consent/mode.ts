import type { CategoryChoice, ConsentState } from "@tagwright/formats"
import type { Config } from "../config.ts"
import { pushCommand } from "../push/data-layer.ts"
import { record } from "../world/attempt.ts"

const states = ({ _types }: Config, isGranted: (category: string) => unknown): Record<string, ConsentState> =>
  record(Object.keys(_types), (type) => (_types[type]?.some(isGranted) ? "granted" : "denied"))

/** Before any choice: everything but the strictly necessary is denied, except where the plan grants it by region. */
export const consentDefault = (config: Config): void =>
  config._defaults.forEach(({ _in, _grant }) =>
    pushCommand("consent", "default", {
      ...states(config, (category) => config._always.includes(category) || _grant.includes(category)),
      ...(_in && { region: _in }),
      wait_for_update: config._waitForUpdate,
    }),
  )

export const consentUpdate = (config: Config, choice: CategoryChoice): void => pushCommand("consent", "update", states(config, (category) => choice[category]))

import type { CategoryChoice, ConsentType } from "@tagwright/formats"
import type { Config } from "../config.ts"
import type { Kit } from "../kit.ts"

/** Global Privacy Control, globalprivacycontrol.org: the browser says no for the visitor. */
const refuses = (): boolean => "globalPrivacyControl" in navigator && navigator.globalPrivacyControl === true

/**
 * The plan's categories out of what a banner or the site says: a list of granted categories, or category → truth.
 * Unknown categories are left out, necessary ones are granted, and Global Privacy Control beats a yes.
 */
export const choiceFrom = (config: Config, said: Record<string, unknown> | readonly string[]): CategoryChoice => {
  const granted = (category: string): boolean =>
    isList(said) ? said.includes(category) : Object.hasOwn(said, category) && said[category] === true
  return Object.fromEntries(
    Object.keys(config._grants).map((category) => [
      category,
      config._always.includes(category) || (granted(category) && !(config._gpc.includes(category) && refuses())),
    ]),
  )
}

const isList = (value: Record<string, unknown> | readonly string[]): value is readonly string[] => Array.isArray(value)

export const sameChoice = (a: CategoryChoice, b: CategoryChoice | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Whether the visitor granted a category that grants this type. */
export const mayUse = ({ _config, _choice }: Kit, type: ConsentType): boolean =>
  Object.entries(_config._grants).some(([category, types]) => _choice?.[category] && types.includes(type))

/** Whether any category that needs a choice was granted: only then may the browser keep anything about the visitor. */
export const mayRemember = ({ _config, _choice }: Kit): boolean =>
  Object.entries(_choice ?? {}).some(([category, granted]) => granted && !_config._always.includes(category))

import type { ConsentType } from "@tagwright/formats"
import type { Kit } from "../kit.ts"

/** Whether a category is granted; before the choice only the necessary ones are. */
export const granted = ({ _config, _choice }: Kit, category: string): boolean => _choice?.[category] ?? _config._always.includes(category)

/** Whether the visitor granted a category that grants this type. */
export const mayUse = ({ _config, _choice }: Kit, type: ConsentType): boolean | undefined => _config._types[type]?.some((category) => _choice?.[category])

/** Whether any category that needs a choice was granted: only then may the browser keep anything about the visitor. */
export const mayRemember = ({ _config, _choice }: Kit): boolean =>
  _config._categories.some((category) => _choice?.[category] && !_config._always.includes(category))

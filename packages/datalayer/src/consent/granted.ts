import { choice } from "../kit.ts"
import { always } from "../plan.ts"

/** Whether a category is granted; before the choice only the necessary ones are. */
export const granted = (category: string): boolean => choice?.[category] ?? always.includes(category)

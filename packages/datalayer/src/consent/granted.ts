import type { CategoryChoice } from "@tagwright/formats"
import { choice } from "../kit.ts"
import { always, categories } from "../plan.ts"
import { record } from "../world/attempt.ts"

/** Whether a category is granted; before the choice only the necessary ones are. */
export const granted = (category: string): boolean => (choice ?? always).includes(category)

/** Category → granted, as the page and the server are told */
export const consent = (): CategoryChoice => record(categories, granted)

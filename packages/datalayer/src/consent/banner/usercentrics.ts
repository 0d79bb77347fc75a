import type { ConsentType } from "@tagwright/formats"
import { on } from "../../kit.ts"
import { ANALYTICS, chooseTypes, MARKETING, PREFERENCES } from "./by-type.ts"

const CATEGORIES: Record<string, readonly ConsentType[]> = { functional: PREFERENCES, preferences: PREFERENCES, statistics: ANALYTICS, analytics: ANALYTICS, marketing: MARKETING }

interface Service {
  categorySlug?: string
  consent?: { status?: boolean }
}

/** Usercentrics: `UC_UI` knows the services once it has started; a category is granted when all its services are. */
export const usercentrics = (): void => {
  const read = (known: boolean): void => {
    const ui = Reflect.get(window, "UC_UI")
    if (!ui?.isInitialized?.() || ui.isConsentRequired?.()) return
    const services: Service[] = ui.getServicesBaseInfo()
    const all = (slug: string): boolean => services.some((s) => s.categorySlug === slug) && services.every((s) => s.categorySlug !== slug || s.consent?.status === true)
    chooseTypes(Object.keys(CATEGORIES).flatMap((slug) => (all(slug) ? (CATEGORIES[slug] ?? []) : [])), known)
  }
  on("UC_UI_INITIALIZED", () => read(true))
  on("UC_UI_CMP_EVENT", () => read(false))
}

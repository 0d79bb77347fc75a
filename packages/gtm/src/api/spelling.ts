/** `customEvent` → `CUSTOM_EVENT`. The API spells enums in lowerCamel, exports in capital letters. */
export const toExportSpelling = (value: string): string => value.replace(/([a-z])([A-Z0-9])/g, "$1_$2").toUpperCase()

/** `CUSTOM_EVENT` → `customEvent`. */
export const toApiSpelling = (value: string): string => value.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

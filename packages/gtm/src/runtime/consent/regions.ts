/** European Economic Area: ISO 3166 country codes. Here personalised ads are not implied (fact C1), and hits carry dma=1 (C3). */
const EEA = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE".split(" "),
)
export const inEea = (region: string): boolean => EEA.has(countryOf(region))

const countryOf = (region: string): string => region.split("-")[0] ?? ""

/** How closely a command's region list names a visitor: 2 subdivision, 1 country, 0 no list, -1 another place. */
export const specificity = (listed: unknown, region: string): number => {
  if (listed === undefined || listed === null) return 0
  const names = (Array.isArray(listed) ? listed : [listed]).map((name) => String(name).trim().toUpperCase())
  if (names.length === 0 || (names.length === 1 && names[0] === "")) return 0
  if (region.includes("-") && names.includes(region)) return 2
  return names.includes(countryOf(region)) ? 1 : -1
}

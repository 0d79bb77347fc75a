/** In the page: the lead_id as the kit knows it, before any cookie may carry it. */
export const askLeadId = (): string | undefined => {
  const kit: unknown = Reflect.get(window, "tagwright")
  const ask: unknown = typeof kit === "object" && kit !== null ? Reflect.get(kit, "leadId") : undefined
  const id: unknown = typeof ask === "function" ? ask.call(kit) : undefined
  return typeof id === "string" ? id : undefined
}

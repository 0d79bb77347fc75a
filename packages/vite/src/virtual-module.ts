/**
 * What `virtual:tagwright` is while the classic script stands in the page: the same calls, handed on. A visitor who blocks the
 * script gets calls that do nothing; on a server there is no kit either.
 */
export const virtualModule = `
const kit = () => globalThis.tagwright
export const track = (event, params) => kit()?.track(event, params)
export const consent = { update: (choice) => kit()?.consent.update(choice), choice: () => kit()?.consent.choice() }
export const leadId = () => kit()?.leadId() ?? ""
export const ids = () => kit()?.ids() ?? { lead_id: "" }
`

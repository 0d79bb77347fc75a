/**
 * The least a tracker can do: push, an anonymous id, batches every second or 20 events, a beacon when the page is left.
 * No consent, campaign, bindings, guard, validation or storage. Not a product: it shows where the limit lies.
 */
export const floor = `
const id = crypto.randomUUID(), queue = []
let timer
const send = (leaving) => {
  const events = queue.splice(0, 100)
  if (!events.length) return
  const body = JSON.stringify({ v: 1, shared: { lead_id: id }, events })
  if (leaving) navigator.sendBeacon("/t/collect", body)
  else fetch("/t/collect", { method: "POST", body, keepalive: true }).catch(() => {})
}
window.dataLayer = window.dataLayer || []
window.tagwright = { track(name, params) {
  const event = { id: crypto.randomUUID(), name, at: Date.now(), page: { url: location.href, title: document.title }, params }
  dataLayer.push({ event: name, event_id: event.id, ...params })
  queue.push(event)
  if (queue.length >= 20) send()
  else timer ??= setTimeout(() => { timer = undefined; send() }, 1000)
}, consent: { update() {} } }
addEventListener("pagehide", () => send(true))
`

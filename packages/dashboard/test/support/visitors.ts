import { until, type World } from "./world.ts"

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const sources = [
  { utm_source: "google", utm_medium: "cpc", utm_campaign: "quotes_autumn", gclid: "EAIaIQobChMI" },
  { utm_source: "podcast", utm_medium: "audio", utm_campaign: "autumn_guests" },
  { utm_source: "newsletter", utm_medium: "email", utm_campaign: "friday_letter" },
  { utm_source: "instagram", utm_medium: "paid_social", utm_campaign: "studio_portraits" },
  {},
]
const consents = [
  { necessary: true, analytics: true, marketing: true },
  { necessary: true, analytics: true, marketing: false },
  { necessary: true, analytics: false, marketing: false },
]
const topics = ["pricing", "proposals", "clients", "other"]
const plans = [
  { item_id: "session", item_name: "One clear hour", price: 85, link: "test_studio_session" },
  { item_id: "intensive", item_name: "The Intensive", price: 240, link: "test_studio_intensive" },
  { item_id: "season", item_name: "The Season", price: 960, link: "test_studio_season" },
]
const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length]
  if (found === undefined) throw new Error("nothing to pick from")
  return found
}

/** What the kit would post for one page and one visitor. Deterministic: the same number gives the same person. */
export const visit = async (world: World, person: number, events: readonly { name: string; params: object; personal?: object; path?: string }[]): Promise<void> => {
  const at = world.clock.now()
  const params = pick(sources, person * 7 + 1)
  const touch = { at, landing: `https://northlight.example/?${new URLSearchParams(Object.entries(params))}`, params }
  await world.collect({
    v: 1,
    sent: at,
    shared: {
      lead_id: leadOf(person),
      client_id: `${1_000_000 + person * 7919}.${Math.floor(at / 1000)}`,
      session_id: String(Math.floor(at / 1000)),
      consent: pick(consents, person + Math.floor(person / 6)),
      first_touch: touch,
      last_touch: touch,
    },
    events: events.map(({ path = "/", ...event }, index) => ({ id: `${person}-${at}-${index}-${event.name}`, at, page: { url: `https://northlight.example${path}`, title: "Northlight Studio" }, ...event })),
  })
}
export const leadOf = (person: number): string => `5d0c9a1e-7b2f-4c3d-8e4f-${String(person).padStart(12, "0")}`
const view = (path: string, title: string) => ({ name: "page_view", params: { page_path: path, page_title: title }, path })

const browse = (world: World, person: number) =>
  visit(world, person, [
    view("/", "Northlight Studio"),
    { name: "section_view", params: { section: "method", page_path: "/" } },
    ...(person % 2 === 0 ? [{ name: "cta_click", params: { cta_id: "hero_pricing", section: "hero", link_url: "https://northlight.example/pricing/", link_text: "See the plans" } }, view("/pricing/", "Plans and prices"), { name: "pricing_view", params: { page_path: "/pricing/" }, path: "/pricing/" }] : []),
  ])
export const enquire = (world: World, person: number) =>
  visit(world, person, [
    { name: "form_start", params: { form_id: "lead", form_location: "contact.enquiry" }, path: "/contact/" },
    { name: "lead_submit", params: { form_id: "lead", form_location: "contact.enquiry", topic: pick(topics, person) }, personal: { email: `visitor${person}@example.org`, name: "Test Person" }, path: "/contact/" },
  ])
const buy = async (world: World, person: number): Promise<void> => {
  const { link, price, ...item } = pick(plans, person)
  const money = { value: price, currency: "EUR" }
  await visit(world, person, [
    { name: "checkout_start", params: { ...money, items: [{ ...item, price, quantity: 1 }] }, path: "/checkout/" },
    { name: "add_payment_info", params: { item_id: item.item_id, ...money }, path: "/checkout/" },
  ])
  // Nobody pays in the second in which they arrive, and Stripe counts in seconds.
  world.clock.set(world.clock.now() + MINUTE_MS)
  await fetch(`${world.standIns.urls.pay}/${link}`, { method: "POST", body: new URLSearchParams({ method: "card", client_reference_id: leadOf(person), email: `visitor${person}@example.org` }), redirect: "manual" })
}

/** A week of visitors, more by day than by night, up to now: views, enquiries, payments, one refund. */
export const aWeek = async (world: World, people = 90): Promise<void> => {
  const now = Date.now()
  const hours = 7 * 24
  for (let person = 0; person < people; person += 1) {
    const hoursAgo = hours - Math.floor((person / people) * hours)
    const at = now - hoursAgo * HOUR_MS
    const hour = new Date(at).getUTCHours()
    // Nobody comes at night: those hours' visitors come at breakfast.
    world.clock.set(hour < 6 ? at + (7 - hour) * HOUR_MS : at)
    await browse(world, person)
    if (person % 4 === 0) await enquire(world, person)
    if (person % 6 === 0) await buy(world, person)
  }
  // Not `now`: the week took a while to be told.
  world.clock.set(Date.now())
}
/** Everything that was queued has ended one way or the other. */
export const settled = (world: World): Promise<unknown> =>
  until(
    () => world.ask("deliveries?state=pending"),
    (value) => typeof value === "object" && value !== null && "deliveries" in value && Array.isArray(value.deliveries) && value.deliveries.length === 0,
    60_000,
  )

/** What goes wrong in life: a vendor down, a secret exchanged on one side only, a page that sends what the plan does not know. */
export const troubles = async (world: World): Promise<void> => {
  world.standIns.control.flap("mailerlite", Array.from({ length: 40 }, () => 503))
  for (const person of [301, 302, 303]) await visit(world, person, [{ name: "newsletter_signup", params: { form_id: "newsletter", form_location: "article.letter" }, personal: { email: `reader${person}@example.org` } }])
  world.setSecret("HUBSPOT_TOKEN", undefined)
  for (const person of [304, 305, 306, 307]) await enquire(world, person)
  await visit(world, 308, [{ name: "lead_submit", params: { form_id: "leed", form_location: "contact.enquiry" } }, { name: "page_view", params: { page_path: "/" } }])
}

/** What Alertmanager posts when one of the alert rules in `deploy/` fires. */
export const prometheusFires = async (world: World): Promise<void> => {
  const alert = { status: "firing", labels: { alertname: "DeadLetters", severity: "page", destination: "crm" }, annotations: { summary: "Dead letters for crm need a person", runbook_url: "runbooks/alerts/DeadLetters.md" } }
  await world.tell("alertmanager", { alerts: [{ ...alert, fingerprint: "3f2a", startsAt: new Date(world.clock.now()).toISOString() }] })
}

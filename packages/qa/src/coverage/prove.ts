import { fillForm } from "../journey/form.ts"
import { settle } from "../journey/settle.ts"
import type { Walk } from "../journey/walk.ts"
import { limits } from "../limits.ts"
import { findElements, type Found } from "./elements.ts"
import { useElements, type Use } from "./use.ts"
import { late, replaceTab, within } from "./within.ts"

const mark = "data-qa-seen"

/** An element and the event that its use pushed, where one did. */
export interface Proven extends Found {
  measuredBy?: string
}

/** What a page's elements were found to do. */
export interface Proof {
  elements: Proven[]
  /** Elements beyond the limit: found, not used */
  more: number
  /** Addresses that uses wanted to lead to */
  leads: string[]
}

/** Fields first (their first focus starts a form), then what is clicked, forms last: a sent form may replace itself. */
const order: Record<Found["role"], number> = { field: 0, custom: 1, media: 2, link: 3, button: 4, form: 5 }
const inOrder = (found: readonly Found[]): Found[] => found.toSorted((a, b) => order[a.role] - order[b.role])

/** One visit to a page: how often it may be opened anew, and until when. */
interface Visit {
  walk: Walk
  path: string
  waivers: readonly string[]
  openings: number
  until: number
  leads: Set<string>
}

/** The page again, as a visitor first sees it: what an earlier use changed must not hide another element. */
const reopen = async (visit: Visit): Promise<boolean> => {
  if (visit.openings <= 0 || Date.now() > visit.until) return false
  visit.openings -= 1
  await visit.walk.tab.goto(visit.walk.origin + visit.path)
  await settle(visit.walk.tab, visit.walk.proxy, limits.coverageSettleMs)
  return true
}

const find = ({ walk, waivers }: Visit) => walk.tab.evaluate(findElements, { outside: walk.controls.root, waivers, mark, most: limits.elements })

/** Undefined: one of them led the page away although that was held back, or its script does not end. */
const attempt = async ({ walk, path }: Visit, uses: readonly Found[]): Promise<Use[] | undefined> => {
  const input = { path, uses: uses.map(({ selector, role }) => ({ selector, role })) }
  const results = await within(limits.useMs + uses.length * limits.useEachMs, walk.tab.evaluate(useElements, input)).catch(() => undefined)
  if (results !== late) return results
  await replaceTab(walk)
  return undefined
}

/**
 * Uses elements on the open page. Those that an earlier use took away are tried again on a fresh page; when one leads the page
 * away, the rest is tried in halves, so that only that one stays without an answer.
 */
const use = async (visit: Visit, todo: readonly Found[]): Promise<Use[]> => {
  if (todo.length === 0) return []
  const results = await attempt(visit, todo)
  if (results === undefined) {
    if (todo.length === 1 || !(await reopen(visit))) return []
    const half = Math.ceil(todo.length / 2)
    const first = await use(visit, todo.slice(0, half))
    return (await reopen(visit)) ? [...first, ...(await use(visit, todo.slice(half)))] : first
  }
  for (const { leads } of results) if (leads !== undefined) visit.leads.add(leads)
  const gone = new Set(results.flatMap((one) => (one.gone === true ? [one.selector] : [])))
  const done = results.filter((one) => one.gone !== true)
  if (gone.size === 0 || done.length === 0 || !(await reopen(visit))) return done
  return [...done, ...(await use(visit, todo.filter(({ selector }) => gone.has(selector))))]
}

const prove = async (visit: Visit, found: readonly Found[]): Promise<Proven[]> => {
  const uses = await use(visit, inOrder(found.filter((one) => one.waiver === undefined)))
  const by = new Map(uses.flatMap(({ selector, event }) => (event === undefined ? [] : [[selector, event] as const])))
  return found.map((one) => {
    const event = by.get(one.selector)
    return event === undefined ? one : { ...one, measuredBy: event }
  })
}

const merge = (proven: readonly Proven[], later: readonly Proven[]): Proven[] => {
  const by = new Map(later.map((one) => [one.selector, one]))
  return proven.map((one) => ({ ...one, ...by.get(one.selector) }))
}

/** Empty forms refuse to be sent; what they push then proves the refusal. A filled one must prove the sending. */
const proveForms = async (visit: Visit, found: readonly Found[]): Promise<Proven[]> => {
  const forms = found.filter((one) => one.role === "form" && one.waiver === undefined)
  if (forms.length === 0 || !(await reopen(visit))) return []
  for (const { selector } of forms) await fillForm(visit.walk, selector, { persona: visit.walk.persona }).catch(() => undefined)
  return (await prove(visit, forms)).filter(({ measuredBy }) => measuredBy !== undefined)
}

/** A field or a button of a form is measured where the form is: it is used on the way to sending it. */
const byForm = (proven: readonly Proven[]): Proven[] => {
  const forms = new Map(proven.flatMap((one) => (one.role === "form" && one.measuredBy !== undefined ? [[one.selector, one.measuredBy] as const] : [])))
  return proven.map((one) => {
    const event = one.measuredBy ?? (one.form === undefined ? undefined : forms.get(one.form))
    return event === undefined ? one : { ...one, measuredBy: event }
  })
}

/** In the page: scrolls down by screens, so that what loads when it comes into view is there; back to the top at the end. */
const scrollThrough = async (screens: number): Promise<void> => {
  for (let screen = 1; screen <= screens && scrollY + innerHeight < document.documentElement.scrollHeight - 1; screen++) {
    scrollBy(0, innerHeight)
    await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
  }
  scrollTo(0, 0)
}

/** Uses every interactive element of the page that is open now, and those that appear while doing so. */
export const provePage = async (walk: Walk, path: string, waivers: readonly string[]): Promise<Proof> => {
  const visit: Visit = { walk, path, waivers, openings: limits.openings, until: Date.now() + limits.coveragePageMs, leads: new Set() }
  await walk.tab.evaluate(scrollThrough, limits.screens)
  await settle(walk.tab, walk.proxy, limits.coverageSettleMs)
  const first = await find(visit)
  let elements = await prove(visit, first.found)
  elements = merge(elements, await proveForms(visit, first.found))
  for (let round = 1; round < limits.coverageRounds; round++) {
    const known = new Set(elements.map((one) => one.selector))
    const more = (await find(visit)).found.filter((one) => !known.has(one.selector))
    if (more.length === 0 || elements.length + more.length > limits.elements) break
    elements = [...elements, ...(await prove(visit, more))]
  }
  return { elements: byForm(elements), more: first.more, leads: [...visit.leads] }
}

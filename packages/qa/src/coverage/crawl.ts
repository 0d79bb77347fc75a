import type { ElementRecord, QaPlan } from "@tagwright/formats"
import { readdir } from "node:fs/promises"
import type { Walk } from "../journey/walk.ts"
import { choose } from "../journey/banner.ts"
import { choiceOf } from "../journey/choice.ts"
import { setChoice } from "../journey/walk.ts"
import { fillForm } from "../journey/form.ts"
import { settle } from "../journey/settle.ts"
import { limits } from "../limits.ts"
import type { RouteOptions } from "../proxy/routes.ts"
import { findElements, useElements, type Found } from "./elements.ts"

const mark = "data-qa-seen"

/** Paths of the site's own pages that a page links to, without what follows a # or ?. */
const linkedPaths = (): string[] =>
  [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].flatMap((link) => (link.origin === location.origin && !/\.[a-z0-9]+$/i.test(link.pathname.replace(/\.html?$/, "")) ? [link.pathname] : []))

/** Every page of a built site, also those that nothing links to, such as the one after paying. */
const pagesOfFolder = async (site: RouteOptions["site"]): Promise<string[]> => {
  if ("url" in site) return []
  const files = await readdir(site.folder, { recursive: true })
  return files.filter((file) => file.endsWith(".html")).map((file) => `/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$/, "$1")}`)
}

const pageName = (plan: QaPlan, path: string): string => Object.entries(plan.pages).find(([, page]) => page.path === path)?.[0] ?? path

/** Waivers are good until their day; later they excuse nothing. */
const liveWaivers = (plan: QaPlan, page: string, today: string) => plan.waivers.filter((waiver) => waiver.expires >= today && (waiver.page === undefined || waiver.page === page))

const fillForms = async (walk: Walk, found: readonly Found[]): Promise<void> => {
  for (const form of found.filter((one) => one.role === "form" && one.waiver === undefined)) await fillForm(walk.tab, form.selector, { persona: walk.persona }).catch(() => undefined)
}

/** Fields first (their first focus starts a form), then what is clicked, forms last: a sent form may replace itself. */
const order: Record<Found["role"], number> = { field: 0, custom: 1, media: 2, link: 3, button: 4, form: 5 }

const inOrder = (found: readonly Found[]): Found[] => found.toSorted((a, b) => order[a.role] - order[b.role])

const find = (walk: Walk, waivers: readonly string[]): Promise<Found[]> => walk.tab.evaluate(findElements, { outside: walk.controls.root, waivers, mark })

/** The page again, as a visitor first sees it: what an earlier use changed must not hide another element. */
const open = async (walk: Walk, path: string): Promise<void> => {
  await walk.tab.goto(walk.origin + path)
  await settle(walk.tab, walk.proxy)
}

interface Proven extends Found {
  measuredBy?: string
}

const proveRound = async (walk: Walk, found: readonly Found[]): Promise<Proven[]> => {
  const todo = inOrder(found.filter((one) => one.waiver === undefined))
  const events = await walk.tab.evaluate(useElements, todo.map(({ selector, role }) => ({ selector, role })))
  const by = new Map(todo.map((one, index) => [one.selector, events[index]]))
  return found.map((one) => {
    const event = by.get(one.selector)
    return event === undefined ? one : { ...one, measuredBy: event }
  })
}

/** A field or a button of a form is measured where the form is: it is used on the way to sending it. */
const byForm = (proven: readonly Proven[]): Proven[] => {
  const forms = new Map(proven.flatMap((one) => (one.role === "form" && one.measuredBy !== undefined ? [[one.selector, one.measuredBy] as const] : [])))
  return proven.map((one) => {
    const event = one.measuredBy ?? (one.form === undefined ? undefined : forms.get(one.form))
    return event === undefined ? one : { ...one, measuredBy: event }
  })
}

const provePage = async (walk: Walk, path: string, waivers: readonly string[]): Promise<Proven[]> => {
  await open(walk, path)
  const first = await find(walk, waivers)
  let proven = await proveRound(walk, first)
  const forms = first.filter((one) => one.role === "form" && one.waiver === undefined)
  if (forms.length > 0) {
    // Empty forms refuse to be sent; what they push then proves the refusal. A filled one must prove the sending.
    await open(walk, path)
    await fillForms(walk, forms)
    const sent = new Map((await proveRound(walk, forms)).map((one) => [one.selector, one.measuredBy]))
    proven = proven.map((one) => (sent.get(one.selector) === undefined ? one : { ...one, measuredBy: sent.get(one.selector) ?? one.measuredBy ?? "" }))
  }
  for (let round = 1; round < limits.coverageRounds; round++) {
    const known = new Set(proven.map((one) => one.selector))
    const more = (await find(walk, waivers)).filter((one) => !known.has(one.selector))
    if (more.length === 0) break
    proven = [...proven, ...(await proveRound(walk, more))]
  }
  return byForm(proven)
}

const recordOf = (page: string, one: Proven, waivers: readonly { reason: string }[]): ElementRecord => ({
  kind: "element",
  page,
  ...(one.section === undefined ? {} : { section: one.section }),
  selector: one.selector,
  role: one.role,
  label: one.label,
  ...(one.measuredBy === undefined ? {} : { measuredBy: one.measuredBy }),
  ...(one.waiver === undefined ? {} : { waiver: waivers[one.waiver]?.reason ?? "" }),
})

const acceptAll = async (walk: Walk): Promise<void> => {
  await walk.tab.goto(`${walk.origin}/`)
  await settle(walk.tab, walk.proxy)
  if (!(await walk.tab.appears(walk.controls.banner, limits.bannerMs))) return
  const choice = choiceOf(walk.plan, "all")
  await choose(walk.tab, walk.controls, choice, [], () => setChoice(walk, -1, choice)).catch(() => undefined)
  await settle(walk.tab, walk.proxy)
}

/** Walks every page of the site, uses every interactive element, and writes down which event that pushed. */
export const crawl = async (walk: Walk, site: RouteOptions["site"], write: (record: ElementRecord) => void, today: string, onPage?: (done: number, total: number) => void): Promise<void> => {
  await acceptAll(walk)
  const queue = [...new Set(["/", ...Object.values(walk.plan.pages).map((page) => page.path), ...(await pagesOfFolder(site))])]
  for (let at = 0; at < queue.length && at < limits.pages; at++) {
    const path = queue[at] ?? "/"
    const page = pageName(walk.plan, path)
    const waivers = liveWaivers(walk.plan, page, today)
    const proven = await provePage(walk, path, waivers.map((waiver) => waiver.selector))
    for (const one of proven) write(recordOf(page, one, waivers))
    for (const linked of await walk.tab.evaluate(linkedPaths, undefined)) if (!queue.includes(linked)) queue.push(linked)
    onPage?.(at + 1, queue.length)
  }
}

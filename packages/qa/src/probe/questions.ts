import { usesServer, type CategoryChoice, type ProbeRecord, type QaPlan } from "@tagwright/formats"
import type { Tab } from "../browser/port.ts"
import { choose } from "../journey/banner.ts"
import { choiceOf } from "../journey/choice.ts"
import { askLeadId } from "../journey/lead-id.ts"
import { comeBack } from "../journey/returns.ts"
import { comes, settle } from "../journey/settle.ts"
import { setChoice, type Walk } from "../journey/walk.ts"
import { ownerOf } from "../record/parties.ts"
import { isObject } from "../record/violations.ts"

const answer = (gate: ProbeRecord["gate"], probe: string, holds: boolean, detail: string): ProbeRecord => ({ kind: "probe", gate, probe, holds, detail })

const campaign = { utm_source: "qa_probe", utm_medium: "test", utm_campaign: "survival" }
const entry = `/?${new URLSearchParams(campaign)}`

const alwaysOn = (plan: QaPlan): string[] => Object.entries(plan.consent.categories).flatMap(([name, category]) => (category.always ? [name] : []))

/** Comes in with a campaign and accepts everything. False: there was no banner to accept. */
const enter = async (walk: Walk): Promise<boolean> => {
  walk.proxy.mark({ step: 0 })
  await walk.tab.goto(walk.origin + entry)
  return accept(walk)
}

const accept = async (walk: Walk): Promise<boolean> => {
  await settle(walk.tab, walk.proxy)
  if (!(await comes(walk, walk.controls.banner))) return false
  const choice = choiceOf(walk.plan, "all")
  await choose(walk, walk.controls, choice, alwaysOn(walk.plan), () => setChoice(walk, 0, choice))
  await settle(walk.tab, walk.proxy)
  return true
}

const leadIdIn = (tab: Tab): Promise<string | undefined> => tab.evaluate(askLeadId, undefined)
const otherPage = (plan: QaPlan): string => Object.values(plan.pages).find((page) => page.path !== "/")?.path ?? "/"

const visitIn = async (walk: Walk, tab: Tab, path: string): Promise<string | undefined> => {
  await tab.goto(walk.origin + path)
  await settle(tab, walk.proxy)
  return leadIdIn(tab)
}

const batches = (walk: Walk): Record<string, unknown>[] =>
  walk.proxy.seen.flatMap((seen) => {
    if (ownerOf(walk.plan, walk.environment, new URL(walk.origin).host, seen.url).party !== "collect" || seen.body === "") return []
    const body: unknown = JSON.parse(seen.body)
    return isObject(body) ? [body] : []
  })

const touchIn = (batch: Record<string, unknown> | undefined): string | undefined => {
  const shared = batch?.["shared"]
  const touch = isObject(shared) ? shared["last_touch"] : undefined
  const params = isObject(touch) ? touch["params"] : undefined
  const source = isObject(params) ? params["utm_source"] : undefined
  return typeof source === "string" ? source : undefined
}

const same = (probe: string, before: string | undefined, after: string | undefined, words: string): ProbeRecord =>
  answer("T3", probe, before !== undefined && before === after, before === undefined ? "the page knows no lead_id" : before === after ? `the same lead_id ${words}` : `another lead_id ${words}`)

/** Whether a visitor stays the same one: over a reload, in a second tab, after closing everything; and the campaign with them. */
export const askIdentity = async (walk: Walk, write: (record: ProbeRecord) => void): Promise<void> => {
  const entered = await enter(walk)
  const first = entered ? await leadIdIn(walk.tab) : undefined
  await walk.tab.reload()
  await settle(walk.tab, walk.proxy)
  write(same("lead-id-survives-reload", first, await leadIdIn(walk.tab), "after a reload"))
  const second = await walk.session.newTab()
  write(same("lead-id-same-in-new-tab", first, await visitIn(walk, second, otherPage(walk.plan)), "in a second tab"))
  await walk.tab.close()
  await second.close()
  walk.tab = await walk.session.newTab()
  write(same("lead-id-survives-return", first, await visitIn(walk, walk.tab, otherPage(walk.plan)), "when the visitor comes back"))
  // Without a server the kit keeps no campaign and sends no choice: there is nothing to ask.
  if (!usesServer(walk.plan)) return
  const source = touchIn(batches(walk).at(-1))
  write(answer("T3", "campaign-survives-navigation", source === campaign.utm_source, source === campaign.utm_source ? "the last batch still names the campaign" : `the last batch names ${source ?? "no campaign"}`))
  await askConsentLog(walk, first, write)
  if (walk.server !== undefined) write(await askSafari(walk, first))
}

/** Safari deletes what scripts wrote seven days after the last visit: only our server's own cookie still knows the visitor. No engine here does it, so it is done by hand. */
const askSafari = async (walk: Walk, first: string | undefined): Promise<ProbeRecord> => {
  await comeBack(walk, otherPage(walk.plan), 0, true)
  const asked = await accept(walk)
  const again = asked ? await leadIdIn(walk.tab) : undefined
  return same("lead-id-survives-safari-limit", first, again, asked ? "after Safari's limit (simulated: what scripts wrote was deleted), by the server's cookie" : "after Safari's limit: the banner did not come again")
}

const sameChoice = (a: CategoryChoice, b: CategoryChoice): boolean => Object.keys({ ...a, ...b }).every((key) => (a[key] ?? false) === (b[key] ?? false))

/** Whether our server can prove what was chosen (GDPR Article 7). Without a server nobody can be asked. */
const askConsentLog = async (walk: Walk, leadId: string | undefined, write: (record: ProbeRecord) => void): Promise<void> => {
  if (walk.server === undefined) return
  const { events } = leadId === undefined ? { events: [] } : await walk.server.ofLead(leadId)
  const kept = events.filter((event) => event.choice !== undefined && sameChoice(event.choice, choiceOf(walk.plan, "all")))
  write(answer("P4", "consent-log-kept", kept.length > 0, kept.length > 0 ? `the server holds the choice with ${kept.length} of ${events.length} events` : "the server does not know what was chosen"))
}

/** What a visitor with the signal met: whether there was a banner, what the site holds for chosen, and which destinations it reached. */
interface UnderSignal {
  entered: boolean
  kept: Record<string, unknown> | undefined
  reached: string[]
}

const meetSignal = async (walk: Walk, denied: readonly string[]): Promise<UnderSignal> => {
  const entered = await enter(walk)
  await visitIn(walk, walk.tab, otherPage(walk.plan))
  const host = new URL(walk.origin).host
  const reached = walk.proxy.seen.flatMap((seen) => {
    const { destination } = ownerOf(walk.plan, walk.environment, host, seen.url)
    return destination !== undefined && denied.includes(walk.plan.destinations[destination]?.consent ?? "") ? [destination] : []
  })
  const shared = batches(walk).at(-1)?.["shared"]
  const kept = isObject(shared) ? shared["consent"] : undefined
  return { entered, kept: isObject(kept) ? kept : undefined, reached: [...new Set(reached)] }
}

const signalAnswer = (gate: "P3" | "P4", probe: string, entered: boolean, wrong: readonly string[], fine: string): ProbeRecord =>
  answer(gate, probe, entered && wrong.length === 0, !entered ? "the banner did not show" : wrong.length === 0 ? fine : `with Sec-GPC: 1 ${wrong.join("; ")}`)

/**
 * Whether the Global Privacy Control signal is honoured: even a visitor who accepts is not tracked in the categories it
 * denies. What is kept as chosen, and destinations that are no marketing, are P4's; marketing destinations are P3's.
 */
export const askPrivacyControl = async (walk: Walk, write: (record: ProbeRecord) => void): Promise<void> => {
  const denied = walk.plan.consent.globalPrivacyControl
  if (denied.length === 0) {
    write(answer("P4", "gpc-honoured", true, "the plan names no category that the signal denies"))
    return
  }
  const { entered, kept, reached } = await meetSignal(walk, denied)
  const isMarketing = (id: string): boolean => walk.plan.destinations[id]?.marketing === true
  const keptWrong = denied.filter((category) => kept?.[category] === true).map((category) => `${category} is kept as allowed`)
  const reachedAmong = (ids: readonly string[]): string[] => ids.map((id) => `${id} was reached`)
  write(signalAnswer("P4", "gpc-honoured", entered, [...keptWrong, ...reachedAmong(reached.filter((id) => !isMarketing(id)))], `with Sec-GPC: 1 ${denied.join(", ")} stayed denied, although everything was accepted`))
  write(signalAnswer("P3", "gpc-silences-marketing", entered, reachedAmong(reached.filter(isMarketing)), "with Sec-GPC: 1 no marketing destination was reached, although everything was accepted"))
}

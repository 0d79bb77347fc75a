import { createHash, randomBytes } from "node:crypto"
import type { CategoryChoice, CollectBatch, ProbeRecord, QaPlan } from "@tagwright/formats"
import { limits } from "../limits.ts"
import type { StandInsPort } from "../ports.ts"
import { Inconclusive } from "./banner.ts"
import { choiceOf } from "./choice.ts"
import { whereOf, type FollowedLink, type Walk } from "./walk.ts"

/** Between two looks at what the mail tool has got. */
const lookAgainMs = 40

/** While nothing may be kept each page has a lead_id of its own: the mail went to whom the page with the form knew. */
const tokenFor = async (walk: Walk, standIns: StandInsPort, destination: string): Promise<Pick<FollowedLink, "token" | "from">> => {
  const end = Date.now() + limits.serverMs
  for (;;) {
    for (const from of walk.leadIds.keys()) {
      const token = await standIns.linkToken(destination, from)
      if (token !== undefined) return { token, from }
    }
    if (Date.now() > end) throw new Error(`${destination} got no link_token for this visitor`)
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
}

/** The address in the mail: the page, with the token that the mail tool really got for the visitor, who is remembered. */
export const mailedLink = async (walk: Walk, destination: string, path: string, step: number): Promise<string> => {
  if (walk.standIns === undefined || walk.server === undefined) throw new Inconclusive("no server and no stand-in of the mail tool run beside this test")
  const link = { ...(await tokenFor(walk, walk.standIns, destination)), step }
  walk.links.push(link)
  const url = new URL(path, walk.origin)
  url.searchParams.set("tw_link", link.token)
  return url.pathname + url.search
}

/** The kit passes a link on only where something was consented to that needs consent. */
const mayJoin = (plan: QaPlan, choice: CategoryChoice): boolean => Object.entries(choice).some(([name, on]) => on && plan.consent.categories[name]?.always !== true)

const answer = (walk: Walk, { step }: FollowedLink, probe: string, holds: boolean, detail: string): ProbeRecord => ({ kind: "probe", gate: "T3", probe, holds, detail, at: whereOf(walk, step) })

/** Whether our server takes the two devices for one person: it must where the visitor allowed it, and must not where they refused. */
const askJoined = async (walk: Walk, link: FollowedLink, { leadId, choice }: NonNullable<FollowedLink["met"]>): Promise<ProbeRecord> => {
  const leads = (await walk.server?.leadsOf(leadId)) ?? []
  const joined = leads.includes(link.from)
  return mayJoin(walk.plan, choice)
    ? answer(walk, link, "signed-link-joins-devices", joined, joined ? "the two devices are one person" : "our server takes the two devices for two people")
    : answer(walk, link, "signed-link-needs-consent", !joined, joined ? "the two devices became one person though nothing was consented to" : "without consent the two devices stayed two people")
}

/** After a choice on the other device: what the link led to. Asked once for each link. */
export const judgeLink = async (walk: Walk): Promise<ProbeRecord[]> => {
  const link = walk.links.at(-1)
  if (link === undefined || link.met !== undefined || walk.choice === undefined || walk.leadId === undefined || walk.leadId === link.from) return []
  link.met = { leadId: walk.leadId, choice: walk.choice }
  return [await askJoined(walk, link, link.met)]
}

/** The signature's first sign becomes another one; the last one would leave bits unused. */
const forge = (token: string): string => token.replace(/[^.]+$/, (mac) => (mac.startsWith("A") ? "B" : "A") + mac.slice(1))

/** A browser that says it came by a link whose signature is wrong, and has consented to everything. */
const askForged = async (walk: Walk, link: FollowedLink): Promise<ProbeRecord> => {
  const thief = `forged-${randomBytes(16).toString("hex")}`
  const batch: CollectBatch = { v: 1, sent: Date.now(), shared: { lead_id: thief, consent: choiceOf(walk.plan, "all"), test_mode: true, link: forge(link.token) }, events: [] }
  const response = await fetch(`${walk.server?.url}/collect`, { method: "POST", headers: { "content-type": "text/plain" }, body: JSON.stringify(batch) })
  const joined = ((await walk.server?.leadsOf(thief)) ?? []).includes(link.from)
  const said = !response.ok ? `the batch was answered ${response.status}` : joined ? "a link whose signature is wrong made two people one" : "a link whose signature is wrong joins nobody"
  return answer(walk, link, "forged-link-joins-nobody", response.ok && !joined, said)
}

/** Vendors are told of a person by our lead_id, as it is or hashed. */
const namesOf = (leadId: string): string[] => [leadId, createHash("sha256").update(leadId).digest("hex")]

/** Tools that got, with the events of one device, a name of the other on which their category was refused. */
const toldOf = async ({ plan, server, standIns, leadIds }: Walk, teller: string, other: string): Promise<string[]> => {
  const choice = leadIds.get(other)
  const { deliveries } = (await server?.ofLead(teller)) ?? { deliveries: [] }
  const told: string[] = []
  for (const { destination, eventId } of deliveries) {
    const category = plan.destinations[destination]?.consent ?? ""
    if (choice?.[category] === true || plan.consent.categories[category]?.always === true) continue
    const received = JSON.stringify((await standIns?.received(destination, eventId)) ?? null)
    if (namesOf(other).some((name) => received.includes(name))) told.push(destination)
  }
  return told
}

/** Our server knows that the two devices are one person; a tool that was refused on one of them must not learn it from the other. */
const askTools = async (walk: Walk, link: FollowedLink, { leadId }: NonNullable<FollowedLink["met"]>): Promise<ProbeRecord> => {
  const told = [...new Set([...(await toldOf(walk, link.from, leadId)), ...(await toldOf(walk, leadId, link.from))])].toSorted()
  const said = told.length === 0 ? "no tool that was refused on one device learned of it from the other" : `${told.join(", ")} learned of a device on which it was refused from the other one`
  return answer(walk, link, "refused-tools-keep-devices-apart", told.length === 0, said)
}

/** At the journey's end, when every delivery is settled. */
export const judgeLinks = async (walk: Walk): Promise<ProbeRecord[]> => {
  const records: ProbeRecord[] = []
  for (const link of walk.links) if (link.met !== undefined) records.push(await askTools(walk, link, link.met))
  const [first] = walk.links
  return first === undefined ? records : [...records, await askForged(walk, first)]
}

import type { CategoryChoice, QaPlan, Where } from "@tagwright/formats"
import type { Session, Tab } from "../browser/port.ts"
import type { ServerPort, StandInsPort } from "../ports.ts"
import type { Proxy } from "../proxy/proxy.ts"
import type { Searcher } from "../record/personal.ts"
import type { VisitorClock } from "./clock.ts"
import type { Controls } from "./controls.ts"
import type { Persona } from "./persona.ts"
import { settle } from "./settle.ts"

/** A link in a mail that the visitor followed to another device. */
export interface FollowedLink {
  token: string
  /** Whom the mail went to */
  from: string
  /** The step that opened it */
  step: number
  /** Who they turned out to be on the other device, once they had chosen */
  met?: { leadId: string; choice: CategoryChoice }
}

/** One visitor on the way through one journey. */
export interface Walk {
  plan: QaPlan
  environment: string
  /** `https://<host>` without a slash at the end */
  origin: string
  scenario: string
  journey: string
  browser: { name: string; version: string }
  session: Session
  /** Another browser of the same visitor: it knows nothing of this one */
  openSession(): Promise<Session>
  clock: VisitorClock
  proxy: Proxy
  tab: Tab
  controls: Controls
  /** What the visitor of this scenario chooses */
  scenarioChoice: CategoryChoice
  /** What they have chosen so far; undefined before the first choice */
  choice: CategoryChoice | undefined
  persona: Persona
  /** The lead_id as last seen; payments carry it */
  leadId: string | undefined
  /** Every lead_id they had (on other devices, and on each page while nothing may be kept), and what was chosen when it was seen last */
  leadIds: Map<string, CategoryChoice | undefined>
  /** Links in mails that they followed to other devices, in order */
  links: FollowedLink[]
  server: ServerPort | undefined
  standIns: StandInsPort | undefined
  /** Looks for personal data in whatever this visitor caused */
  search: Searcher
}

export const whereOf = (walk: Pick<Walk, "scenario" | "journey">, step: number): Where => ({ scenario: walk.scenario, journey: walk.journey, step })

/**
 * What is sent from now on was sent under this choice. What the way to the banner has set off (a section that came into view)
 * is awaited before: whether it still belongs to the old choice must not depend on the machine's speed.
 */
export const setChoice = async (walk: Walk, step: number, choice: CategoryChoice): Promise<void> => {
  await settle(walk.tab, walk.proxy)
  walk.choice = choice
  walk.proxy.mark({ step, choice })
}

/** What is sent from now on is sent before any choice. */
export const forgetChoice = (walk: Walk, step: number): void => {
  walk.choice = undefined
  walk.proxy.mark({ step })
}

import type { QaPlan, Scenario } from "@tagwright/formats"
import type { Browser, Session } from "./browser/port.ts"
import { choiceOf } from "./journey/choice.ts"
import { startClock } from "./journey/clock.ts"
import { controlsOf } from "./journey/controls.ts"
import { personaFor } from "./journey/persona.ts"
import type { Walk } from "./journey/walk.ts"
import { limits } from "./limits.ts"
import { hookSource } from "./page/hook.ts"
import type { ServerPort, StandInsPort } from "./ports.ts"
import type { Authority } from "./proxy/certificate.ts"
import { hookPath, startProxy } from "./proxy/proxy.ts"
import { createSearcher } from "./record/personal.ts"
import { scriptGate } from "./proxy/script-gate.ts"
import { routes, type RouteOptions } from "./proxy/routes.ts"

/** What all visitors of a run share. */
export interface Stage {
  plan: QaPlan
  environment: string
  siteHost: string
  site: RouteOptions["site"]
  gtm: RouteOptions["gtm"]
  browser: Browser
  authority: Authority
  server: ServerPort | undefined
  standIns: StandInsPort | undefined
  /** Makes fingerprints of this run comparable with each other and with no other run's */
  salt: string
}

export interface VisitorOptions {
  scenario: Scenario
  journey: string
  broken?: RouteOptions["broken"]
  gpc?: boolean
  blockStorage?: boolean
  /** Scripts of the site, the kit apart, are answered when nothing else is under way: the slowest CMP there is */
  scriptsLast?: boolean
  /** A person is there: timers run as the page set them */
  live?: boolean
  /** Source of a script that runs behind the hook, before the page's own */
  alsoRuns?: string
  /** Events of this visitor must not reach the server */
  apart?: boolean
}

const hookOf = (options: VisitorOptions, aheadMs: number): string => {
  const hook = hookSource({
    endpoint: hookPath,
    dataLayer: "dataLayer",
    timerMs: limits.timerMs,
    timerRounds: limits.timerRounds,
    heldMs: options.live === true ? 0 : limits.heldMs,
    viewMs: limits.viewMs,
    gpc: options.gpc === true,
    blockStorage: options.blockStorage === true,
    aheadMs,
  })
  return `${hook};\n${options.alsoRuns ?? ""}`
}

/** Brings one fresh visitor with a proxy of their own onto the stage, hands the walk over, and clears up after it. */
export const withVisitor = async <T>(stage: Stage, options: VisitorOptions, use: (walk: Walk) => Promise<T>): Promise<T> => {
  const { plan, environment, siteHost, site, gtm, browser, authority, server, standIns } = stage
  const clock = startClock()
  const hook = () => hookOf(options, clock.aheadMs())
  const gate = options.scriptsLast === true ? scriptGate() : undefined
  const answer = routes({
    plan,
    environment,
    siteHost,
    site,
    gtm,
    ...(server === undefined || options.apart === true ? {} : { serverUrl: server.url }),
    ...(standIns?.pay === undefined ? {} : { payUrl: standIns.pay }),
    ...(options.broken === undefined ? {} : { broken: options.broken }),
    ...(gate === undefined ? {} : { hold: gate.hold }),
    ...(browser.injects ? {} : { inject: hook }),
  })
  const webSockets = "url" in site ? { host: siteHost, to: new URL(site.url).origin.replace(/^http/, "ws") } : undefined
  const proxy = await startProxy({ authority, answer, gpc: options.gpc === true, ...(webSockets === undefined ? {} : { webSockets }) })
  gate?.watch(proxy)
  const sessions: Session[] = []
  const openSession = async (): Promise<Session> => {
    const fresh = await browser.newSession({ proxyPort: proxy.port, initScript: hook() })
    sessions.push(fresh)
    return fresh
  }
  const session = await openSession()
  const persona = personaFor(options.scenario, options.journey)
  try {
    return await use({
      plan,
      environment,
      origin: `https://${siteHost}`,
      scenario: options.scenario,
      journey: options.journey,
      browser: { name: browser.name, version: browser.version },
      session,
      openSession,
      clock,
      proxy,
      tab: await session.newTab(),
      controls: controlsOf(plan),
      scenarioChoice: choiceOf(plan, options.scenario),
      choice: undefined,
      persona,
      leadId: undefined,
      leadIds: new Map(),
      links: [],
      server: options.apart === true ? undefined : server,
      standIns,
      search: createSearcher(plan, persona, stage.salt),
    })
  } finally {
    for (const one of sessions) await one.close()
    await proxy.close()
  }
}

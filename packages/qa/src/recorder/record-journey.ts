import { randomBytes } from "node:crypto"
import type { ContainerExport, QaPlan } from "@tagwright/formats"
import { gtmJs } from "@tagwright/gtm"
import { startChromium } from "../browser/chromium.ts"
import type { Tab } from "../browser/port.ts"
import { controlsOf } from "../journey/controls.ts"
import { settle } from "../journey/settle.ts"
import { createAuthority } from "../proxy/certificate.ts"
import type { QaOptions } from "../options.ts"
import { blankPlan, surveyEnvironment } from "../survey/blank-plan.ts"
import { lookAtSite } from "../survey/site.ts"
import { withVisitor } from "../visitor.ts"
import { checkSite, hostOf } from "../world.ts"
import { recorderSource } from "./page-recorder.ts"
import { stepsFrom, type RecordedStep } from "./steps-from.ts"

export interface RecordOptions {
  site: QaOptions["site"]
  /** Without it the steps hold no expectations, and only well-known vendors are told apart */
  plan?: { plan: QaPlan; environment: string; container: ContainerExport }
  /** The first page; default: `/` */
  start?: string
  /** A window that a person can use */
  headed: boolean
  /** Resolves when the session is over */
  until: (tab: Tab) => Promise<unknown>
}

const withoutPlan = async (site: QaOptions["site"]) => {
  const looked = await lookAtSite(site)
  return { plan: blankPlan(looked.host), environment: surveyEnvironment, script: "", ...looked }
}

/** Opens a browser behind the recording proxy, waits until the person has finished, and gives what they did as steps of a journey. */
export const recordJourney = async ({ site, plan: given, start, headed, until }: RecordOptions): Promise<RecordedStep[]> => {
  await checkSite(site)
  const known = given === undefined ? await withoutPlan(site) : { ...given, site, host: hostOf(given), start: "/", script: await gtmJs(given.container) }
  const { plan, environment } = known
  const { accept, reject, save, reopen, root } = controlsOf(plan)
  const authority = await createAuthority()
  const browser = await startChromium(authority.spki, "chromium", { headed })
  const stage = { plan, environment, siteHost: known.host, site: known.site, gtm: { script: known.script, id: "any" }, browser, authority, server: undefined, standIns: undefined, salt: randomBytes(16).toString("hex") }
  try {
    return await withVisitor(stage, { scenario: "all", journey: "recording", apart: true, live: true, alsoRuns: recorderSource({ accept, reject, save, reopen, root }) }, async (walk) => {
      await walk.tab.goto(walk.origin + (start ?? known.start))
      await until(walk.tab)
      // What the last click set off comes a moment later; a window that was closed has nothing more to say.
      await settle(walk.tab, walk.proxy).catch(() => undefined)
      return stepsFrom(plan, walk.proxy.notes)
    })
  } finally {
    await browser.close()
  }
}

import { randomBytes } from "node:crypto"
import type { ContainerExport, ElementRecord, QaPlan } from "@tagwright/formats"
import { gtmJs } from "@tagwright/gtm"
import { startChromium } from "./browser/chromium.ts"
import { crawl } from "./coverage/crawl.ts"
import type { QaOptions } from "./options.ts"
import { createAuthority } from "./proxy/certificate.ts"
import { withVisitor } from "./visitor.ts"
import { checkSite, hostOf } from "./world.ts"

export interface CoverOptions {
  plan: QaPlan
  site: QaOptions["site"]
  environment: string
  container: ContainerExport
  /** YYYY-MM-DD: waivers that end before it excuse nothing */
  today: string
  onPage?: (done: number, total: number) => void
}

/** Walks a site and says for each interactive element which event its use pushed, or which waiver excuses it. Throws a Fault when it cannot. */
export const coverSite = async ({ plan, site, environment, container, today, onPage }: CoverOptions): Promise<ElementRecord[]> => {
  const siteHost = hostOf({ plan, environment })
  await checkSite(site)
  const gtm = { script: await gtmJs(container), id: "any" }
  const authority = await createAuthority()
  const browser = await startChromium(authority.spki)
  try {
    const elements: ElementRecord[] = []
    const stage = { plan, environment, siteHost, site, gtm, browser, authority, server: undefined, standIns: undefined, salt: randomBytes(16).toString("hex") }
    await withVisitor(stage, { scenario: "all", journey: "coverage", apart: true }, (walk) => crawl(walk, site, (element) => elements.push(element), today, onPage))
    return elements
  } finally {
    await browser.close()
  }
}

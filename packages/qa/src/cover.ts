import { randomBytes } from "node:crypto"
import type { ContainerExport, ElementRecord, PageRecord, QaPlan } from "@tagwright/formats"
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

export interface Covered {
  pages: PageRecord[]
  elements: ElementRecord[]
}

/** Walks a site and says for each interactive element which event its use pushed, or which waiver excuses it. Throws a Fault when it cannot. */
export const coverSite = async ({ plan, site, environment, container, today, onPage }: CoverOptions): Promise<Covered> => {
  const siteHost = hostOf({ plan, environment })
  await checkSite(site)
  const gtm = { script: await gtmJs(container), id: "any" }
  const authority = await createAuthority()
  const browser = await startChromium(authority.spki)
  try {
    const covered: Covered = { pages: [], elements: [] }
    const write = (record: { kind: string }) => void (isPage(record) ? covered.pages.push(record) : isElement(record) && covered.elements.push(record))
    const stage = { plan, environment, siteHost, site, gtm, browser, authority, server: undefined, standIns: undefined, salt: randomBytes(16).toString("hex") }
    await withVisitor(stage, { scenario: "all", journey: "coverage", apart: true }, (walk) => crawl(walk, { site, sink: { write, attach: () => undefined }, today, ...(onPage === undefined ? {} : { onPage }) }))
    return covered
  } finally {
    await browser.close()
  }
}

const isPage = (record: { kind: string }): record is PageRecord => record.kind === "page"
const isElement = (record: { kind: string }): record is ElementRecord => record.kind === "element"

import type { Controls } from "../journey/controls.ts"
import { knownControls } from "../journey/controls.ts"
import type { Tab } from "../browser/port.ts"

/** What buttons of consent banners say, in the languages we know. */
const words = {
  accept: "^(accept|agree|allow|ok(ay)?$|got it|i understand|alle akzeptieren|akzeptieren|zustimmen|einverstanden|accepter|tout accepter|aceptar|accetta|akkoord|accepteren)",
  reject: "^(reject|decline|deny|refuse|no,? thanks|only necessary|necessary only|ablehnen|alle ablehnen|nur notwendige|refuser|tout refuser|rechazar|rifiuta|weigeren)",
}

/**
 * In the page: marks the accept and reject buttons of whatever lies fixed over the page and speaks of cookies or consent.
 * A selector of the whole, which other pages know too; empty: nothing does.
 */
const markBanner = ({ accept, reject }: typeof words): string => {
  const about = /cookie|consent|privacy|datenschutz|einwilligung|vie privée/i
  const candidates = [...document.querySelectorAll<HTMLElement>("dialog[open], [role=dialog], [role=alertdialog], [id*=cookie i], [class*=cookie i], [id*=consent i], [class*=consent i], [aria-label*=cookie i]")]
  const shown = (element: Element) => element.getClientRects().length > 0
  for (const box of candidates.filter((one) => shown(one) && about.test(one.textContent))) {
    const buttons = [...box.querySelectorAll<HTMLElement>("button, [role=button], a, input[type=button], input[type=submit]")].filter(shown)
    const says = (pattern: string) => buttons.find((button) => new RegExp(pattern, "i").test((button.textContent || button.getAttribute("value") || "").trim()))
    const yes = says(accept)
    if (yes === undefined) continue
    box.setAttribute("data-qa-banner", "")
    yes.setAttribute("data-qa-accept", "")
    says(reject)?.setAttribute("data-qa-reject", "")
    if (box.id !== "") return `#${CSS.escape(box.id)}`
    return box.classList.length === 0 ? "[data-qa-banner]" : box.localName + [...box.classList].map((name) => `.${CSS.escape(name)}`).join("")
  }
  return ""
}

const marked: Controls = {
  banner: "[data-qa-banner]",
  accept: "[data-qa-accept]",
  reject: "[data-qa-reject]",
  settings: "[data-qa-banner] [data-qa-settings]",
  toggle: () => "[data-qa-banner] [data-qa-toggle]",
  save: "[data-qa-accept]",
  reopen: "[data-qa-reopen]",
  rejectAgain: "[data-qa-reject]",
  root: "[data-qa-banner]",
}

export interface GuessedBanner {
  /** The consent tool's name, or `unknown` */
  cmp: string
  controls: Controls
}

/** The banner that is on the page now; undefined: none that we can tell. */
export const guessBanner = async (tab: Tab): Promise<GuessedBanner | undefined> => {
  for (const [cmp, controls] of knownControls) if (await tab.shows(controls.banner)) return { cmp, controls }
  const root = await tab.evaluate(markBanner, words)
  return root === "" ? undefined : { cmp: "unknown", controls: { ...marked, root } }
}

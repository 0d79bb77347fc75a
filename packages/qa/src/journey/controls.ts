import type { QaPlan } from "@tagwright/formats"
import { Fault } from "@tagwright/formats"

/** Where a banner's controls are. Selectors from each CMP's own documentation or markup. */
export interface Controls {
  banner: string
  accept: string
  reject: string
  /** Opens the second layer from the first; a banner that only accepts or refuses has none */
  settings?: string
  /** The second layer's switch of a category */
  toggle(category: string): string
  save: string
  /** Opens the second layer when the banner is gone */
  reopen: string
  /** Refuses everything on the layer that `reopen` shows */
  rejectAgain: string
  /** Everything that belongs to the CMP; not part of the site's coverage */
  root: string
}

type Cmp = QaPlan["consent"]["banner"]["cmp"]

const byInput = (category: string) => `input[type=checkbox][value="${category}"], input[type=checkbox][name="${category}"], input[type=checkbox][data-category="${category}"]`

const known: Record<Cmp, Controls | undefined> = {
  "vanilla-cookieconsent": {
    banner: "#cc-main .cm",
    accept: "#cc-main .cm__btn[data-role=all]",
    reject: "#cc-main .cm__btn[data-role=necessary]",
    settings: "#cc-main .cm__btn[data-role=show]",
    toggle: (category) => `#cc-main .section__toggle[value="${category}"]`,
    save: "#cc-main .pm__btn[data-role=save]",
    reopen: "[data-cc=show-preferencesModal]",
    rejectAgain: "#cc-main .pm__btn[data-role=necessary]",
    root: "#cc-main",
  },
  klaro: {
    banner: ".klaro .cookie-notice, .klaro .cookie-modal",
    accept: ".klaro .cm-btn-success, .klaro .cm-btn-accept-all",
    reject: ".klaro .cn-decline, .klaro .cm-btn-decline",
    settings: ".klaro .cn-learn-more",
    toggle: (category) => `.klaro #service-item-${category}, .klaro #purpose-item-${category}`,
    save: ".klaro .cm-btn-accept",
    reopen: "[data-klaro-show], [onclick*='klaro.show']",
    rejectAgain: ".klaro .cm-btn-decline",
    root: ".klaro",
  },
  cookiebot: {
    banner: "#CybotCookiebotDialog",
    accept: "#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll",
    reject: "#CybotCookiebotDialogBodyButtonDecline",
    settings: "#CybotCookiebotDialogNavDetails",
    toggle: (category) => `#CybotCookiebotDialogBodyLevelButton${category[0]?.toUpperCase()}${category.slice(1)}`,
    save: "#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowallSelection",
    reopen: "#CookiebotWidget button",
    rejectAgain: "#CookiebotWidget-btn-withdraw",
    root: "#CybotCookiebotDialog, #CookiebotWidget",
  },
  onetrust: {
    banner: "#onetrust-banner-sdk",
    accept: "#onetrust-accept-btn-handler",
    reject: "#onetrust-reject-all-handler",
    settings: "#onetrust-pc-btn-handler",
    toggle: (category) => `#ot-group-id-${category}`,
    save: ".save-preference-btn-handler",
    reopen: "#ot-sdk-btn, .ot-sdk-show-settings",
    rejectAgain: ".ot-pc-refuse-all-handler",
    root: "#onetrust-consent-sdk",
  },
  usercentrics: {
    banner: "[data-testid=uc-default-wall], [data-testid=uc-default-banner]",
    accept: "[data-testid=uc-accept-all-button]",
    reject: "[data-testid=uc-deny-all-button]",
    settings: "[data-testid=uc-customize-button], [data-testid=uc-more-information-button]",
    toggle: (category) => `[data-testid="uc-category-toggle-${category}"], button[aria-label="${category}" i][role=switch]`,
    save: "[data-testid=uc-save-button]",
    reopen: "[data-testid=uc-privacy-button]",
    rejectAgain: "[data-testid=uc-deny-all-button]",
    root: "#usercentrics-root",
  },
  // Every TCF banner has its own markup, and a home-made one too: the plan names the controls.
  tcf: undefined,
  custom: undefined,
}

/** The consent tools whose controls are known, with them. */
export const knownControls: readonly (readonly [Cmp, Controls])[] = (Object.keys(known) as Cmp[]).flatMap((cmp) => {
  const controls = known[cmp]
  return controls === undefined ? [] : [[cmp, controls] as const]
})

/** The controls of the plan's banner: the plan's own selectors where it gives them, else what is known of the CMP. */
export const controlsOf = (plan: QaPlan): Controls => {
  const { cmp, selectors } = plan.consent.banner
  const base = known[cmp]
  if (selectors === undefined) {
    if (base !== undefined) return base
    throw new Fault("caller", `The plan's banner is "${cmp}", whose controls are not known`, "Add consent.banner.selectors to the plan: banner, accept, reject, settings, save, reopen")
  }
  const settings = selectors.settings ?? base?.settings
  return {
    banner: selectors.banner,
    accept: selectors.accept,
    reject: selectors.reject,
    ...(settings === undefined ? {} : { settings }),
    toggle: base?.toggle ?? byInput,
    save: selectors.save ?? base?.save ?? selectors.accept,
    reopen: selectors.reopen ?? base?.reopen ?? selectors.banner,
    rejectAgain: base?.rejectAgain ?? selectors.reject,
    root: base?.root ?? selectors.banner,
  }
}

/** Whether a visitor can allow one category and refuse another: a banner of one layer is answered with all or nothing. */
export const choosesByCategory = (plan: QaPlan): boolean => {
  const { cmp, selectors } = plan.consent.banner
  return known[cmp] !== undefined || selectors?.settings !== undefined
}

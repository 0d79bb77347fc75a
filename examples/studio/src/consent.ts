import { run } from "vanilla-cookieconsent"

/** CNIL's advice: keep a choice, yes or no, for six months, then ask again. */
const choiceDays = 182

const buttons = { acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all" }

/** The banner: rejecting is a button like accepting, on the same layer. The kit listens to it by itself, because the plan names it. */
export const askForConsent = () =>
  run({
    // Its default hides the banner from automated browsers, which would let every test pass unseen.
    hideFromBots: false,
    revision: 1,
    cookie: { expiresAfterDays: choiceDays },
    guiOptions: {
      consentModal: { layout: "cloud", position: "bottom center", equalWeightButtons: true, flipButtons: false },
      preferencesModal: { layout: "box", equalWeightButtons: true, flipButtons: false },
    },
    categories: {
      necessary: { enabled: true, readOnly: true },
      analytics: { autoClear: { cookies: [{ name: /^_ga/ }] } },
      marketing: { autoClear: { cookies: [{ name: /^_fb[pc]$/ }, { name: /^_gcl_/ }] } },
    },
    language: {
      default: "en",
      translations: {
        en: {
          consentModal: {
            title: "May we look over your shoulder?",
            description:
              "With your yes we count which pages help (analytics) and which advertisement brought you (marketing). Without it, nothing is counted, and everything here works the same.",
            ...buttons,
            showPreferencesBtn: "Choose one by one",
            footer: '<a href="/privacy/">Privacy</a> <a href="/privacy/#imprint">Imprint</a>',
          },
          preferencesModal: {
            title: "Cookie settings",
            ...buttons,
            savePreferencesBtn: "Save my choice",
            closeIconLabel: "Close",
            sections: [
              { description: "Each can be changed at any time, here, on every page. Saying no deletes what was stored for it." },
              {
                title: "Necessary",
                description: "Remembers this very choice, and joins an enquiry of yours with a later booking. Set without asking, because you asked for it.",
                linkedCategory: "necessary",
              },
              { title: "Analytics", description: "Google Analytics: which pages help, and where people give up.", linkedCategory: "analytics" },
              { title: "Marketing", description: "Meta: which advertisement brought someone here, so that we can stop the others.", linkedCategory: "marketing" },
            ],
          },
        },
      },
    },
  })

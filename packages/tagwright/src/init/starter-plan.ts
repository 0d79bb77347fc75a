import type { Detected } from "./detect.ts"

const text = (value: string): string => JSON.stringify(value)

/** A plan that checks clean, measures page views and calls to action, and says what to fill in. */
export const starterPlan = ({ name, output, build, cmp }: Detected): string => `import { definePlan } from "tagwright"

export default definePlan({
  site: {
    name: ${text(name)},
    folder: ${text(output)},
${build === undefined ? "" : `    build: ${text(build)},\n`}    environments: {
      // Fill in: your hosts, your Tag Manager containers, your GA4 properties.
      production: { hosts: ["www.example.com"], gtm: "GTM-PROD0000", ga4: "G-PROD000000", server: "/t" },
      staging: { hosts: ["localhost", "127.0.0.1"], gtm: "GTM-TEST0000", ga4: "G-TEST000000", server: "/t", testMode: true },
    },
  },

  consent: {
    categories: {
      necessary: { grants: ["security_storage", "functionality_storage"], always: true },
      analytics: { grants: ["analytics_storage"] },
      marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] },
    },
    // Your banner: "vanilla-cookieconsent", "klaro", "cookiebot", "onetrust", "usercentrics", "tcf",
    // or "custom": then the site itself calls tagwright.consent.update({ analytics: true, marketing: false }),
    // and QA needs to know its buttons: selectors: { banner: "#consent", accept: "#yes", reject: "#no" }.
    banner: { cmp: ${text(cmp ?? "custom")} },
  },

  destinations: {
    ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" },
  },

  parameters: {
    page_path: { type: "string", describe: "Path of the page, without the query" },
    page_title: { type: "string", describe: "Title of the page" },
    section: { type: "string", describe: "Section of the page it happened in", example: "hero" },
    link_url: { type: "url", describe: "Where the link leads" },
    link_text: { type: "string", describe: "What the link says" },
  },

  events: {
    page_view: { describe: "A page is shown", on: { load: true }, required: ["page_path", "page_title"], to: ["ga4"] },
    cta_click: {
      describe: "A visitor follows a call to action",
      on: { click: "[data-tw-event=cta_click]" },
      optional: ["section", "link_url", "link_text"],
      to: ["ga4"],
    },
  },

  pages: {
    home: { path: "/" },
  },
})
`

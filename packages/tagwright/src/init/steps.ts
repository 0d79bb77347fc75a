import type { Generator } from "./detect.ts"
import type { Setup } from "./init.ts"

const building: Record<Generator, string> = { eleventy: "npx eleventy", vite: "npx vite build" }
const watching: Record<Generator, string> = { eleventy: "npx eleventy --serve", vite: "npx vite" }

/** What is left to do after the files are written: lines that can be typed, and in # what a person has to know. A test follows them. */
export const stepsAfter = ({ detected: { generator }, byHand, packages }: Setup): string[] => [
  `npm install --save-dev ${packages.join(" ")}`,
  ...byHand.map((step) => `# ${step}`),
  "# fill in your hosts and ids in the plan, and what you want to measure",
  "npx tagwright check",
  ...(generator === undefined
    ? ["npx tagwright build"]
    : [`${building[generator]}   # for production: TAGWRIGHT_ENVIRONMENT=production`, `# ${watching[generator]} shows the site, with problems told on the console as they happen`]),
  `# mark what you measure: <a href="/next" data-tw-event="cta_click">; every attribute stands in catalog/integration.md, which tagwright build writes`,
  "# in the browser's console: tagwright.consent.update({ analytics: true }), then click, then __tagwright.inspect()",
]

import type { PlanBinding, ResolvedEvent, ResolvedPlan } from "@tagwright/formats"
import { cspFor } from "../csp.ts"
import { headSnippet } from "../snippet.ts"
import { paramsOf, usesOf } from "../kit-uses.ts"
import { call, markup } from "./snippets.ts"

/** The guide for whoever puts this plan's kit on its site. Every snippet in it can be copied; a test runs them all. */
export const kitGuide = (plan: ResolvedPlan): string =>
  [`# Tracking on ${plan.site.name}`, ...start(plan), ...pages(plan), ...events(plan), ...look].join("\n\n") + "\n"

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n")
const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ") || "–"

const start = (plan: ResolvedPlan): string[] => [
  "Generated from the tracking plan: what stands here is what the kit in this bundle does.",
  "## The kit in the page",
  "With the plugin for Eleventy or Vite nothing is left to do. Else serve `kit/tagwright.classic.js` as `/tagwright/kit.js`, and put this first in `<head>`, before everything else:",
  ...Object.entries(plan.site.environments).flatMap(([name, { gtm }]) => [`On ${name}:`, fence("html", headSnippet({ gtm }))]),
  "Where a Content Security Policy is in force, it needs these directives beside the site's own:",
  table(
    ["Environment", "Directives"],
    Object.keys(plan.site.environments).map((name) => [name, Object.entries(cspFor(plan, name)).map(([directive, sources]) => `\`${directive} ${sources.join(" ")}\``).join("<br>")]),
  ),
]

const pages = (plan: ResolvedPlan): string[] => {
  const all = Object.entries(plan.pages)
  if (all.length === 0) return []
  return [
    "## Pages and sections",
    'Name each section where it stands; everything inside it is then told with it. The nearest name wins, so sections may stand in one another.',
    fence("html", `<section data-section="${all.flatMap(([, { sections }]) => sections)[0] ?? "hero"}">…</section>`),
    table(["Page", "Path", "What it is", "Sections"], all.map(([key, { path, describe = "", sections }]) => [`\`${key}\``, path, describe, code(sections)])),
  ]
}

const events = (plan: ResolvedPlan): string[] => {
  const all = Object.values(usesOf(plan).events)
  return ["## Events", table(["Event", "What it means", "Happens"], all.map((event) => [`[\`${event.name}\`](#${event.name})`, event.describe, occasion(event.on)])), ...all.flatMap((event) => section(plan, event))]
}

const section = (plan: ResolvedPlan, event: ResolvedEvent): string[] => {
  const snippet = markup(plan, event)
  return [
    `### ${event.name}`,
    `${event.describe}. It happens ${occasion(event.on)}.`,
    ...(paramsOf(event).length === 0 ? [] : [parameters(plan, event)]),
    ...(snippet === undefined ? [] : ["In the page:", fence("html", snippet)]),
    snippet === undefined && event.on && !("call" in event.on) ? "The kit sees it by itself: there is nothing to mark in the page. From code it would be:" : "From code:",
    fence("ts", call(plan, event)),
  ]
}

const parameters = (plan: ResolvedPlan, event: ResolvedEvent): string =>
  table(
    ["Parameter", "Needed", "What it means", "Allowed"],
    paramsOf(event).map((name) => {
      const { describe = "", type = "", oneOf, pattern } = plan.parameters[name] ?? {}
      return [`\`${name}\``, event.required.includes(name) ? "yes" : "no", describe, oneOf ? code(oneOf) : pattern ? `\`${pattern}\`` : type]
    }),
  )

const occasion = (on: PlanBinding | undefined): string => {
  if (on === undefined || "call" in on) return "when the site's code says so"
  if ("load" in on) return `when ${"page" in on ? `the page \`${on.page}\`` : "a page"} is shown${on.history ? ", also without a page load" : ""}`
  if ("click" in on) return `when \`${on.click}\` is clicked`
  if ("submit" in on) return `when \`${on.submit}\` is sent`
  if ("focus" in on) return `when the first field of \`${on.focus}\` is entered`
  if ("invalid" in on) return `when \`${on.invalid}\` is sent with something missing or wrong in it`
  if ("visible" in on) return `when ${Math.round(on.share * 100)} % of \`${on.visible}\` is on the screen for ${on.ms} ms`
  if ("scroll" in on) return `when ${on.scroll.join(", ")} % of a page has been on the screen`
  if ("outbound" in on) return "when a link leads to another site"
  if ("download" in on) return `when a link leads to a file (${on.download.join(", ")})`
  if ("media" in on) return `when \`${on.media}\` has played ${on.at.join(", ")} %`
  return "when the address changes without a page load"
}

const look = [
  "## See that it works",
  "In the console `__tagwright.inspect()` shows what was sent, what waits for the visitor's choice, and what is wrong. While the site is developed, problems are told there in sentences as they happen.",
  "In tests: `import { assertPushes } from \"tagwright/testing\"`, and `tagwright/playwright` for a browser.",
]

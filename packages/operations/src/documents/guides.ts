import type { ResolvedDestination, ResolvedEvent, ResolvedPlan } from "@tagwright/formats"
import { block, code, list, page, section, table } from "./markdown.ts"
import { whoIs } from "./people.ts"

const bindingOf = ({ on, from, name }: ResolvedEvent): string => {
  if (from !== undefined) return `comes with the webhook ${code(from.webhook)} (${from.when})`
  if (on === undefined) return "–"
  if ("load" in on) return "page" in on ? `a view of the page ${code(on.page)}` : "every page view"
  if ("scroll" in on) return `scrolled to ${on.scroll.join(", ")} %`
  if ("call" in on) return `the site calls ${code(`push.${name}(…)`)}`
  const [[kind = "", selector = ""] = []] = Object.entries(on)
  return `${kind} ${code(String(selector))}`
}

/** How a developer gets this plan onto a site. */
export const implementationPage = (plan: ResolvedPlan): string =>
  page(
    `Implementation guide of ${plan.site.name}`,
    section(
      "Steps",
      ["Build the kit, the containers and the server plan.", "Set the site up: a diff is shown before anything is written.", "Check that every interaction is measured or excused.", "Run the whole job: browsers walk the journeys in every consent scenario."]
        .map((say, index) => `${index + 1}. ${say}\n\n   ${block(["tagwright build", "tagwright init", "tagwright coverage", "tagwright run --once"][index] ?? "").replaceAll("\n", "\n   ")}`)
        .join("\n"),
    ),
    section("Environments", table(["Name", "Hosts", "Container", "GA4", "Server", "Test data"], Object.entries(plan.site.environments).map(([name, { hosts, gtm, ga4, server, testMode }]) => [name, hosts.join(", "), gtm, ga4, server, testMode ? "yes" : "no"]))),
    section("Events and where they are bound", table(["Event", "When", "Bound to", "Required", "Goes to"], Object.values(plan.events).map((event) => [code(event.name), event.describe, bindingOf(event), event.required.map(code).join(", ") || "–", event.to.join(", ") || "–"]))),
    section("Consent", list(Object.entries(plan.consent.categories).map(([key, { always, grants }]) => `${code(key)}${always ? " (always)" : ""} grants ${grants.map(code).join(", ")}`)), `Banner: ${plan.consent.banner.cmp}. Before a choice events are ${plan.consent.beforeChoice === "buffer" ? "kept in the page" : "dropped"}; Google tags run in ${plan.consent.mode} mode.`),
    section("When tracking fails", "The page goes on: a helper never throws, a missing kit is a helper that does nothing, a blocked storage costs memory across pages only. Gate T5 proves it on your site."),
  )

const secretsOf = (destination: ResolvedDestination): string => ("secret" in destination && destination.secret !== undefined ? `Put the secret into the variable ${code(destination.secret)} of the server.` : "It needs no secret.")

/** One page per destination: what it gets, when, and how to connect it. */
export const destinationPage = (plan: ResolvedPlan, destination: ResolvedDestination): string => {
  const { id, type, consent, describe, carrier, server, marketing } = destination
  const events = Object.values(plan.events).filter(({ to }) => to.includes(id))
  return page(
    `Integration: ${id}`,
    describe ?? "",
    section("What it is", list([`type ${code(type)}, ${marketing ? "marketing" : "not marketing"}`, `needs consent to ${code(consent)}${plan.consent.categories[consent]?.always === true ? ", which is always given" : ""}`, `browser events go ${carrier === "container" ? "by the container in the page" : "by our server"}${server ? "; server events by our server" : ""}`])),
    section("Connect it", list([secretsOf(destination), "Restart the server after a secret has changed; two secrets, separated by a space, are both accepted while you exchange them where the vendor signs."]), server ? block(`tagwright canary ${id}`) : ""),
    section("What it gets", table(["Event", "Its name there", "When"], events.map((event) => [code(event.name), destination.names[event.name] ?? event.ga4Name ?? event.name, event.describe]))),
    section("When it fails", `See ${code("runbooks/dead-letters/")}. ${whoIs(plan, id)}`, server ? block(`tagwright deliveries list --state dead --destination ${id}`) : ""),
  )
}

export const webhookPage = (plan: ResolvedPlan, name: string): string => {
  const webhook = plan.webhooks[name]
  const events = Object.values(plan.events).filter(({ from }) => from?.webhook === name)
  return page(
    `Integration: webhook ${name}`,
    section(
      "Connect it",
      list([
        `At ${webhook?.type ?? "the provider"}, add the address ${code(`<server>/webhooks/${name}`)} for ${events.map(({ from }) => from?.when).filter((when) => when !== undefined).join(", ")}.`,
        `Put the signing secret it shows into ${code(webhook?.secret ?? "")} of the server. While you exchange it, put both there, separated by a space.`,
        `The payment carries our id of the person in ${code(webhook?.leadId ?? "")}; the kit adds it to links with ${code("data-tw-decorate")}.`,
      ]),
    ),
    section("What comes of it", table(["Event", "When", "Goes to"], events.map((event) => [code(event.name), event.from?.when ?? "", event.to.join(", ")]))),
    section("Verify", block("tagwright reconcile"), whoIs(plan, name)),
  )
}

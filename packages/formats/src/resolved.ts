import type { DestinationType, Plan, PlanDestination, PlanEvent, PlanParameter, PrivacyClass } from "./plan.ts"

/** Who carries a browser event to a destination: the container in the page, or our server. */
export type Carrier = "container" | "server"

export interface DestinationTraits {
  /** Gate P3 guards marketing destinations. */
  marketing: boolean
  /** Who carries browser events there. Server events always go by our server. */
  carrier: Carrier
  /** Our server can deliver server events to it */
  server: boolean
  /** Hosts whose requests belong to this destination: exact, or with a leading dot for any subdomain. */
  hosts: readonly string[]
}

/** What we know about each type of destination. Hosts: facts from the vendors' public documentation. */
export const destinationTraits: Record<DestinationType, DestinationTraits> = {
  ga4: { marketing: false, carrier: "container", server: true, hosts: [".google-analytics.com", "analytics.google.com"] },
  meta: { marketing: true, carrier: "container", server: true, hosts: ["connect.facebook.net", ".facebook.com"] },
  "google-ads": { marketing: true, carrier: "container", server: true, hosts: [".googleadservices.com", ".doubleclick.net", "google.com/pagead"] },
  floodlight: { marketing: true, carrier: "container", server: false, hosts: [".fls.doubleclick.net", "ad.doubleclick.net"] },
  linkedin: { marketing: true, carrier: "container", server: true, hosts: ["px.ads.linkedin.com", "snap.licdn.com"] },
  tiktok: { marketing: true, carrier: "container", server: true, hosts: ["analytics.tiktok.com"] },
  microsoft: { marketing: true, carrier: "container", server: false, hosts: ["bat.bing.com", "bat.bing.net"] },
  pinterest: { marketing: true, carrier: "container", server: false, hosts: ["ct.pinterest.com"] },
  pixel: { marketing: true, carrier: "container", server: false, hosts: [] },
  hubspot: { marketing: false, carrier: "server", server: true, hosts: ["api.hubapi.com"] },
  mailerlite: { marketing: true, carrier: "server", server: true, hosts: ["connect.mailerlite.com"] },
  pipedrive: { marketing: false, carrier: "server", server: true, hosts: ["api.pipedrive.com"] },
  rest: { marketing: false, carrier: "server", server: true, hosts: [] },
  webhook: { marketing: false, carrier: "server", server: true, hosts: [] },
  files: { marketing: false, carrier: "server", server: true, hosts: [] },
  bigquery: { marketing: false, carrier: "server", server: true, hosts: ["bigquery.googleapis.com"] },
}

export type ResolvedDestination = PlanDestination & DestinationTraits & { id: string }
export type ResolvedParameter = PlanParameter & { id: string; privacy: PrivacyClass }
export type ResolvedEvent = PlanEvent & { name: string; source: "browser" | "server" }

/** A plan that passed every structural check: defaults filled, references known to exist. Document `plan.json` of a bundle. */
export interface ResolvedPlan extends Omit<Plan, "$schema" | "destinations" | "parameters" | "events"> {
  destinations: Record<string, ResolvedDestination>
  parameters: Record<string, ResolvedParameter>
  events: Record<string, ResolvedEvent>
}

/** Whether anything passes through our server: browser events it carries on, or webhooks. Else the kit sends nothing there. */
export const usesServer = ({ webhooks, destinations }: Pick<ResolvedPlan, "webhooks" | "destinations">): boolean =>
  Object.keys(webhooks).length > 0 || Object.values(destinations).some(({ carrier }) => carrier === "server")

/** `server/plan.json`: what the server needs, and nothing else. */
export interface ServerPlan
  extends Pick<ResolvedPlan, "version" | "site" | "consent" | "destinations" | "parameters" | "events" | "webhooks" | "identity" | "attribution" | "retention" | "funnel" | "operations"> {
  planDigest: string
}

/** `qa/plan.json`: what QA must do, and what has to come of it. */
export interface QaPlan
  extends Pick<
    ResolvedPlan,
    "version" | "site" | "consent" | "destinations" | "parameters" | "events" | "pages" | "webhooks" | "identity" | "attribution" | "waivers" | "journeys" | "thresholds"
  > {
  planDigest: string
}

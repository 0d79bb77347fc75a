import type { ResolvedPlan } from "@tagwright/formats"

/** Per environment: the Content-Security-Policy directives that the plan's tags need, beside the site's own. */
export const cspFile = (plan: ResolvedPlan): string => {
  const perEnvironment = Object.entries(plan.site.environments).map(([name, { server }]) => [name, directives(plan, server)])
  return `${JSON.stringify(Object.fromEntries(perEnvironment), null, 2)}\n`
}

/** What the tags of one environment need, directive → sources. An unknown environment is the caller's mistake and throws. */
export const cspFor = (plan: ResolvedPlan, environment: string): Record<string, string[]> => {
  const settings = plan.site.environments[environment]
  if (settings === undefined) throw new TypeError(`The plan has no environment ${environment}`)
  return directives(plan, settings.server)
}

const directives = (plan: ResolvedPlan, server: string): Record<string, string[]> => {
  const used = Object.values(plan.destinations).filter(({ carrier }) => carrier === "container")
  const image = used.filter(({ type }) => type !== "ga4").flatMap(({ hosts }) => hosts.map(hostSource))
  const ga4 = used.some(({ type }) => type === "ga4") ? ["https://*.google-analytics.com", "https://*.analytics.google.com"] : []
  const own = server.startsWith("/") ? ["'self'"] : [new URL(server).origin]
  return {
    "script-src": ["'self'", "https://www.googletagmanager.com"],
    "img-src": ["'self'", "https://www.googletagmanager.com", ...ga4, ...image].filter(unique),
    "connect-src": [...own, "https://www.googletagmanager.com", ...ga4].filter(unique),
    "frame-src": ["https://www.googletagmanager.com"],
  }
}

/** A leading dot stands for the host and any subdomain; CSP has no path-less host with path, so a path is kept as it is. */
const hostSource = (host: string) => (host.startsWith(".") ? `https://*${host}` : `https://${host}`)
const unique = <T>(value: T, index: number, all: readonly T[]) => all.indexOf(value) === index

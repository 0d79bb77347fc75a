import { bundlePaths, type ContainerCheckRecord, type ContainerExport, type PlanEnvironment, type QaPlan } from "@tagwright/formats"
import { compareContainers, type Difference } from "@tagwright/gtm/format"

const said = (value: unknown): string => (value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value)).slice(0, 200)
const nameOf = ({ entity, path }: Difference): string => (path === undefined ? `${entity.kind} ${entity.name}` : `${entity.kind} ${entity.name}: ${path}`)

const aspectOf = ({ entity, path = "" }: Difference): "parameter" | "consent" | "trigger" | "tag" => {
  if (path.startsWith("consentSettings")) return "consent"
  if (entity.kind === "trigger" || /^(firing|blocking)TriggerId/.test(path)) return "trigger"
  return entity.kind === "variable" || entity.kind === "builtInVariable" || path.startsWith("parameter") ? "parameter" : "tag"
}

/** How the container under test departs from the one the plan asks for. Empty where it is the built one. */
export const driftRecords = (built: ContainerExport, tested: ContainerExport): ContainerCheckRecord[] =>
  compareContainers(built, tested).map((difference) => ({
    kind: "container-check",
    check: "drift",
    aspect: aspectOf(difference),
    entity: nameOf(difference),
    expected: difference.kind === "added" ? "not there" : said(difference.before),
    found: difference.kind === "removed" ? "removed" : said(difference.after),
  }))

/** What the plan itself says may differ: an environment's name and everything that identifies it. */
const declaredValues = (name: string, { hosts, gtm, gtmServer, ga4, server }: PlanEnvironment): ReadonlySet<string> =>
  new Set([name, gtm, gtmServer ?? gtm, ga4, server, ...hosts, ...hosts.map((host) => `https://${host}`)])

/** How the containers of two environments differ: `declared` where the plan says so, else somebody's mistake. */
export const environmentRecords = (plan: QaPlan, environment: string, containerOf: (environment: string) => ContainerExport | undefined): ContainerCheckRecord[] => {
  const own = containerOf(environment)
  const ownEnvironment = plan.site.environments[environment]
  if (own === undefined || ownEnvironment === undefined) return []
  return Object.entries(plan.site.environments).flatMap(([name, other]) => {
    const container = name === environment ? undefined : containerOf(name)
    if (container === undefined) return []
    const [ownValues, otherValues] = [declaredValues(environment, ownEnvironment), declaredValues(name, other)]
    const isDeclared = ({ before, after }: Difference) => typeof before === "string" && typeof after === "string" && ownValues.has(before) && otherValues.has(after)
    return compareContainers(own, container).map((difference): ContainerCheckRecord => ({
      kind: "container-check",
      check: "environment",
      aspect: isDeclared(difference) ? "declared" : "undeclared",
      entity: nameOf(difference),
      expected: `${environment}: ${said(difference.before)}`,
      found: `${name}: ${said(difference.after)}`,
    }))
  })
}

export const webContainerPath = (environment: string): string => bundlePaths.container("web", environment)

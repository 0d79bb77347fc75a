import type { ContainerCheckRecord, ContainerExport, Parameter, PlanEnvironment, QaPlan, Variable } from "@tagwright/formats"
import { compareContainers, type Difference } from "@tagwright/gtm/format"
import { nameOf, said } from "./drift.ts"

/** The containers of an environment, as far as the bundle has them. */
export interface BuiltContainers {
  web?: ContainerExport
  server?: ContainerExport
}
type Side = keyof BuiltContainers
const sides: readonly Side[] = ["web", "server"]

/** An environment of the plan with its name. */
interface Named extends PlanEnvironment {
  name: string
}

type Field = (environment: Named) => readonly string[]
/** What may differ, field by field: a value of one environment stands where the other one's value of the same field stands. */
const fields: readonly Field[] = [
  ({ name }) => [name],
  ({ gtm }) => [gtm],
  ({ gtm, gtmServer }) => [gtmServer ?? gtm],
  ({ ga4 }) => [ga4],
  ({ server }) => [server],
  ({ hosts }) => [...hosts, ...hosts.map((host) => `https://${host}`)],
]

const isDeclared = (own: Named, other: Named, { before, after }: Difference): boolean =>
  typeof before === "string" && typeof after === "string" && fields.some((of) => of(own).includes(before) && of(other).includes(after))

/** Ids that lead data somewhere; names and hosts may stand in anybody's notes. */
const idsOf = ({ gtm, gtmServer, ga4 }: Named): string[] => [gtm, ga4, ...(gtmServer === undefined ? [] : [gtmServer])]

const entitiesOf = ({ containerVersion: { tag = [], trigger = [], variable = [], client = [], transformation = [] } }: ContainerExport): { name: string }[] => [...tag, ...trigger, ...variable, ...client, ...transformation]

const record = (aspect: "declared" | "undeclared", entity: string, expected: string, found: string): ContainerCheckRecord => ({ kind: "container-check", check: "environment", aspect, entity, expected, found })

/** Entities of one environment's container that name an id of another: what should differ does not. */
const foreignIds = (side: Side, own: Named, container: ContainerExport, other: Named): ContainerCheckRecord[] => {
  const foreign = idsOf(other).filter((id) => !idsOf(own).includes(id))
  return entitiesOf(container).flatMap((entity) =>
    foreign.filter((id) => JSON.stringify(entity).includes(id)).map((id) => record("undeclared", `${side}: ${entity.name}`, `${own.name}: an id of its own`, `${id} of ${other.name}`)),
  )
}

const differences = (side: Side, own: Named, other: Named, before: ContainerExport, after: ContainerExport): ContainerCheckRecord[] =>
  compareContainers(before, after).map((difference) =>
    record(isDeclared(own, other, difference) ? "declared" : "undeclared", `${side}: ${nameOf(difference)}`, `${own.name}: ${said(difference.before)}`, `${other.name}: ${said(difference.after)}`),
  )

const valueIn = (parameters: readonly Parameter[], key: string): string =>
  parameters.flatMap((one) => (one.key === key && "value" in one && one.value !== undefined ? [one.value] : []))[0] ?? ""
const rowsOf = ({ parameter = [] }: Variable): { key: string; value: string }[] =>
  parameter
    .flatMap((one) => (one.key === "map" && one.type === "LIST" ? (one.list ?? []) : []))
    .flatMap((row) => (row.type === "MAP" ? [{ key: valueIn(row.map ?? [], "key"), value: valueIn(row.map ?? [], "value") }] : []))

/** In a container for all environments: what each host looks up must be its own environment's. */
const lookups = (side: Side, container: ContainerExport, environments: readonly Named[]): ContainerCheckRecord[] =>
  (container.containerVersion.variable ?? []).flatMap((variable) =>
    rowsOf(variable).flatMap(({ key, value }) => {
      const own = environments.find(({ hosts }) => hosts.includes(key))
      const owner = environments.find((one) => idsOf(one).includes(value) || one.name === value)
      if (own === undefined || owner === undefined) return []
      return [record(owner === own ? "declared" : "undeclared", `${side}: ${variable.name}[${key}]`, `${own.name}: a value of its own`, `${value} of ${owner.name}`)]
    }),
  )

const publicIdOf = ({ containerVersion }: ContainerExport): string | undefined => containerVersion.container?.publicId

/**
 * How the containers of environments differ: `declared` where the plan gives each its own value of the same field, and every
 * value that it gives is in its place; else `undeclared`. One container for all is read by its tables of hosts.
 */
export const environmentRecords = (plan: QaPlan, environment: string, builtFor: (environment: string) => BuiltContainers): ContainerCheckRecord[] => {
  const environments = Object.entries(plan.site.environments).map(([name, settings]): Named => ({ name, ...settings }))
  const own = environments.find(({ name }) => name === environment)
  if (own === undefined) return []
  return sides.flatMap((side) => {
    const container = builtFor(environment)[side]
    if (container === undefined) return []
    const others = environments.flatMap((other) => {
      const theirs = other === own ? undefined : builtFor(other.name)[side]
      return theirs === undefined ? [] : [{ other, theirs, shared: publicIdOf(theirs) === publicIdOf(container) }]
    })
    return [
      ...others.flatMap(({ other, theirs }) => differences(side, own, other, container, theirs)),
      ...others.filter(({ shared }) => !shared).flatMap(({ other, theirs }) => [...foreignIds(side, own, container, other), ...foreignIds(side, other, theirs, own)]),
      ...(others.some(({ shared }) => shared) ? lookups(side, container, environments) : []),
    ]
  })
}

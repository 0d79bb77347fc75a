import type { PlanInput } from "./plan.ts"

/** Constants and `as const` parts may be used in a plan. */
type Deep<T> = T extends readonly (infer U)[] ? readonly Deep<U>[] : T extends object ? { readonly [K in keyof T]: Deep<T[K]> } : T
type Input = Deep<PlanInput>

type Event<Parameter extends string, Destination extends string> = Omit<Input["events"][string], "required" | "optional" | "to"> & {
  readonly required?: readonly NoInfer<Parameter>[]
  readonly optional?: readonly NoInfer<Parameter>[]
  readonly to?: readonly NoInfer<Destination>[]
}
type WithConsent<D, Category extends string> = D extends { readonly consent: string } ? Omit<D, "consent"> & { readonly consent: NoInfer<Category> } : never
type ParameterOf<Destination extends string> = Omit<Input["parameters"][string], "only"> & { readonly only?: readonly NoInfer<Destination>[] }

/** A plan whose references (categories, destinations, parameters) must exist. */
export type PlanOf<Category extends string, Parameter extends string, Destination extends string> = Omit<
  Input,
  "consent" | "parameters" | "destinations" | "events"
> & {
  readonly consent: Omit<Input["consent"], "categories" | "globalPrivacyControl"> & {
    readonly categories: Readonly<Record<Category, Input["consent"]["categories"][string]>>
    readonly globalPrivacyControl?: readonly NoInfer<Category>[]
  }
  readonly parameters: Readonly<Record<Parameter, ParameterOf<Destination>>>
  readonly destinations: Readonly<Record<Destination, WithConsent<Input["destinations"][string], Category>>>
  readonly events: Readonly<Record<string, Event<Parameter, Destination>>>
}

/**
 * Types a plan while it is written: an event that names a parameter, destination or consent category that the
 * plan does not have is a TypeScript error at that very word. Returns its argument unchanged.
 */
export const definePlan = <const Category extends string, const Parameter extends string, const Destination extends string>(
  plan: PlanOf<Category, Parameter, Destination>,
): PlanOf<Category, Parameter, Destination> => plan

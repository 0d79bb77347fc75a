import type { PlanInput } from "./plan.ts"

type Event<Parameter extends string, Destination extends string> = Omit<PlanInput["events"][string], "required" | "optional" | "to"> & {
  required?: readonly NoInfer<Parameter>[]
  optional?: readonly NoInfer<Parameter>[]
  to?: readonly NoInfer<Destination>[]
}
type WithConsent<D, Category extends string> = D extends { consent: string } ? Omit<D, "consent"> & { consent: NoInfer<Category> } : never
type ParameterOf<Destination extends string> = Omit<PlanInput["parameters"][string], "only"> & { only?: readonly NoInfer<Destination>[] }

/** A plan whose references (categories, destinations, parameters) must exist. */
export type PlanOf<Category extends string, Parameter extends string, Destination extends string> = Omit<
  PlanInput,
  "consent" | "parameters" | "destinations" | "events"
> & {
  consent: Omit<PlanInput["consent"], "categories" | "globalPrivacyControl"> & {
    categories: Record<Category, PlanInput["consent"]["categories"][string]>
    globalPrivacyControl?: readonly NoInfer<Category>[]
  }
  parameters: Record<Parameter, ParameterOf<Destination>>
  destinations: Record<Destination, WithConsent<PlanInput["destinations"][string], Category>>
  events: Record<string, Event<Parameter, Destination>>
}

/**
 * Types a plan while it is written: an event that names a parameter, destination or consent category that the
 * plan does not have is a TypeScript error at that very word. Returns its argument unchanged.
 */
export const definePlan = <const Category extends string, const Parameter extends string, const Destination extends string>(
  plan: PlanOf<Category, Parameter, Destination>,
): PlanOf<Category, Parameter, Destination> => plan

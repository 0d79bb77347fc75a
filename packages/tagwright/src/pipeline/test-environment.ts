import { Fault, type ResolvedPlan } from "@tagwright/formats"

/** QA runs where the data is marked as test; never in production. */
export const testEnvironment = ({ site: { environments } }: ResolvedPlan, named: string | undefined): string => {
  const tests = Object.keys(environments).filter((name) => environments[name]?.testMode === true)
  const chosen = named ?? tests[0]
  if (chosen === undefined || !tests.includes(chosen))
    throw new Fault("caller", chosen === undefined ? "the plan has no test environment" : `"${chosen}" is not a test environment of the plan`, tests.length === 0 ? "Add one with testMode: true" : `Use one of ${tests.join(", ")}`)
  return chosen
}

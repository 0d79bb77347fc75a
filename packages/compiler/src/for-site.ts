import { bundlePaths, Fault, type ResolvedPlan } from "@tagwright/formats"
import { compilePlan } from "./compile.ts"
import { findPlan } from "./read/find-plan.ts"

export interface SiteInput {
  /** The plan's file; default: found from `cwd` upwards */
  plan?: string | undefined
  /** An environment of the plan; default: its first in test mode, so that nothing counts by accident */
  environment?: string | undefined
  cwd: string
}

/** What a site generator needs of a plan. */
export interface SiteKit {
  file: string
  plan: ResolvedPlan
  environment: string
  gtm: string
  script: string
  /** The same with problems in sentences on the console: for a development server, never for a build */
  development: string
  module: string
  types: string
}

/** Compiles a plan for a site generator. Throws a Fault that says what is wrong when nothing can be built. */
export const kitForSite = async ({ plan: named, environment, cwd }: SiteInput): Promise<SiteKit> => {
  const file = findPlan(cwd, named)
  const { plan, bundle, findings } = await compilePlan(file)
  if (plan === undefined) {
    const errors = findings.filter(({ severity }) => severity === "error").map(({ message, help }) => `${message}. ${help}`)
    throw new Fault("plan", `the tracking plan has ${errors.length} error(s):\n  ${errors.join("\n  ")}`, "Run tagwright check", { at: { file } })
  }
  const name = environment ?? testEnvironment(plan)
  const settings = plan.site.environments[name]
  if (settings === undefined)
    throw new Fault("caller", `the plan has no environment "${name}"`, `Name one of ${Object.keys(plan.site.environments).join(", ")}`, { at: { file } })
  const text = (path: string) => bundle.files.get(path) ?? ""
  return {
    file,
    plan,
    environment: name,
    gtm: settings.gtm,
    script: text(bundlePaths.kitScript),
    development: text(bundlePaths.kitDevelopment),
    module: text(bundlePaths.kitModule),
    types: text(bundlePaths.kitTypes),
  }
}

const testEnvironment = ({ site: { environments } }: ResolvedPlan): string =>
  Object.keys(environments).find((name) => environments[name]?.testMode) ?? Object.keys(environments)[0] ?? ""

/** Site generators print an error's message only: the same Fault with its help in the sentence. */
export const spoken = (error: unknown): unknown =>
  error instanceof Fault ? new Fault(error.whose, `${error.message}. ${error.help}`, error.help, { ...(error.at && { at: error.at }), cause: error }) : error

import { compileWithoutKit, findPlan } from "@tagwright/compiler"
import { bundlePaths, type ContainerExport, Fault, type ResolvedPlan } from "@tagwright/formats"
import { readExport } from "@tagwright/gtm/format"
import { dirname, resolve } from "node:path"
import type { Io } from "../command.ts"
import { readContainer } from "../read-container.ts"

/** Which container a command is about, as its options say. */
export const targetOptions = {
  env: { type: "string" },
  server: { type: "boolean" },
  container: { type: "string" },
  backups: { type: "string" },
  pace: { type: "string" },
} as const
export const targetHelp = {
  env: "the plan's environment, e.g. staging or production",
  server: "its server container instead of the web container",
  container: "a container by its public id, e.g. GTM-ABC1234, instead of --env",
  backups: "folder of the backups (default: gtm-backups beside the plan, or here without a plan)",
  pace: "seconds between calls (default 4: what Google allows everybody)",
}
export interface TargetValues {
  env?: string | undefined
  server?: boolean | undefined
  container?: string | undefined
  backups?: string | undefined
  pace?: string | undefined
  config?: string | undefined
}

export interface Target {
  publicId: string
  /** What the plan builds for it; undefined for a container that no plan names. */
  built: ContainerExport | undefined
  kind: "web" | "server"
  environment: string | undefined
  /** Whether visitors get it. Unknown counts as yes where something goes live. */
  audience: "production" | "testers" | "unknown"
  backups: string
  /** The plan's folder, or the current one. */
  folder: string
}

/** Throws Fault when the options name no container. */
export const findTarget = async (values: TargetValues, io: Io): Promise<Target> => {
  const planFile = values.env !== undefined || values.config !== undefined ? findPlan(io.cwd, values.config) : optionalPlan(io.cwd)
  const compiled = planFile === undefined ? undefined : await compileWithoutKit(planFile)
  const folder = planFile === undefined ? io.cwd : dirname(planFile)
  const backups = values.backups === undefined ? resolve(folder, "gtm-backups") : resolve(io.cwd, values.backups)
  const place = { backups, folder }
  if (values.env !== undefined) {
    const plan = compiled?.plan
    if (plan === undefined) throw new Fault("plan", "the plan has errors", "Run tagwright check")
    return { ...place, ...ofEnvironment(plan, compiled?.files, values.env, values.server === true ? "server" : "web") }
  }
  if (values.container === undefined) throw new Fault("caller", "no container is named", "Say --env ENVIRONMENT or --container GTM-ABC1234")
  const { container } = values
  const named = compiled?.plan && Object.entries(compiled.plan.site.environments).find(([, { gtm, gtmServer }]) => container === gtm || container === gtmServer)
  if (compiled?.plan && named) return { ...place, ...ofEnvironment(compiled.plan, compiled.files, named[0], named[1].gtmServer === container ? "server" : "web") }
  return { ...place, publicId: container, built: undefined, kind: values.server === true ? "server" : "web", environment: undefined, audience: "unknown" }
}

const optionalPlan = (cwd: string): string | undefined => {
  try {
    return findPlan(cwd)
  } catch {
    return undefined
  }
}

const ofEnvironment = (plan: ResolvedPlan, files: ReadonlyMap<string, string> | undefined, environment: string, kind: "web" | "server"): Omit<Target, "backups" | "folder"> => {
  const found = plan.site.environments[environment]
  if (found === undefined) throw new Fault("caller", `the plan has no environment ${environment}`, `Use --env with one of ${Object.keys(plan.site.environments).join(", ")}`)
  const publicId = kind === "server" ? found.gtmServer : found.gtm
  if (publicId === undefined) throw new Fault("plan", `the environment ${environment} has no server container`, "Give it `gtmServer` in the plan")
  const path = bundlePaths.container(kind, environment)
  const text = files?.get(path)
  return { publicId, kind, environment, built: text === undefined ? undefined : readExport(text, { file: path }).export, audience: environment === "production" ? "production" : "testers" }
}

/** The container to be pushed: the file named, or what the plan builds. */
export const wantedContainer = (target: Target, file: string | undefined, io: Io): ContainerExport => {
  if (file !== undefined) return readContainer(io.cwd, file).export
  if (target.built === undefined) throw new Fault("caller", "there is no container to push", "Name an export, or an environment of the plan with --env")
  return target.built
}

import { findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import type { Documents } from "@tagwright/server"
import { dirname, resolve } from "node:path"
import type { Places } from "./documents.ts"

/** A server may run where no plan is: then there are no documents, and their screens say so. */
const placesBeside = (cwd: string, config: string | undefined): Places | undefined => {
  try {
    const folder = dirname(findPlan(cwd, config))
    return { bundle: resolve(folder, ".tagwright/bundle"), evidence: resolve(folder, ".tagwright/evidence"), releases: resolve(folder, "releases") }
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

/** What stands beside the plan, for the dashboard. What reads it is loaded when somebody first looks: the server starts without it. */
export const documentsBeside = (cwd: string, config: string | undefined): Documents | undefined => {
  const places = placesBeside(cwd, config)
  if (places === undefined) return undefined
  let loaded: Promise<Documents> | undefined
  const documents = (): Promise<Documents> => (loaded ??= import("./documents.ts").then(({ documentsIn }) => documentsIn(places)))
  return {
    release: async () => (await documents()).release(),
    containers: async (planDigest) => (await documents()).containers(planDigest),
    team: async () => (await documents()).team(),
    evidenceFile: async (path) => (await documents()).evidenceFile(path),
  }
}

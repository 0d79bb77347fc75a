import type { Documents } from "@tagwright/server"
import type { Places } from "./documents.ts"

/** The same documents; what reads them is loaded when somebody first looks, so that the server starts without it. */
export const documentsLater = (places: Places): Documents => {
  let loaded: Promise<Documents> | undefined
  const documents = (): Promise<Documents> => (loaded ??= import("./documents.ts").then(({ documentsIn }) => documentsIn(places)))
  return {
    release: async () => (await documents()).release(),
    containers: async (planDigest) => (await documents()).containers(planDigest),
    team: async () => (await documents()).team(),
    evidenceFile: async (path) => (await documents()).evidenceFile(path),
  }
}

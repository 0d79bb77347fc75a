import { fileURLToPath } from "node:url"
import { digestOfFolder } from "./site.ts"

/** The digest of Tagwright's own code beside this package: a changed tool makes every stage run again. */
export const toolDigest = (): Promise<string> => digestOfFolder(fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""), ["test", "bench"])

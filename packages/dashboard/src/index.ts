import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const packed = fileURLToPath(new URL("../assets", import.meta.url))

/** Folder of the built page. A published package brings it; in the repository it is built from the sources at the first call (about a second). */
export const dashboardAssets = async (): Promise<string> => {
  if (existsSync(join(packed, "index.html"))) return packed
  const { cachedBuild } = await import("../build.ts")
  return cachedBuild()
}

/**
 * Writes every generated document of the repository. `--check` only compares: exit code 1 names what is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { cliPage } from "./generate/cli-page.ts"
import { destinationsPage } from "./generate/destinations-page.ts"
import { faultsPage } from "./generate/faults-page.ts"
import { findingsPage } from "./generate/findings-page.ts"
import { lintPages } from "./generate/lint-pages.ts"
import { gtmRuntimePage } from "./generate/gtm-runtime-page.ts"
import { planPage } from "./generate/plan-page.ts"
import { schemaFile } from "./generate/schema-file.ts"
import { tagManagerApi } from "./generate/tag-manager-api.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const documents: Record<string, () => string | Promise<string>> = {
  "docs/cli.md": cliPage,
  "docs/destinations.md": destinationsPage,
  "docs/faults.md": faultsPage,
  "docs/findings.md": findingsPage,
  "docs/gtm-runtime.md": gtmRuntimePage,
  "docs/plan.md": planPage,
  "packages/formats/plan.schema.json": schemaFile,
  "packages/stand-ins/src/tag-manager/discovery.ts": tagManagerApi,
  ...Object.fromEntries(Object.entries(lintPages()).map(([path, text]) => [path, () => text])),
}

const stale: string[] = []
for (const [path, make] of Object.entries(documents)) {
  const text = await make()
  const file = join(root, path)
  if (process.argv.includes("--check")) {
    if (readOr(file) !== text) stale.push(path)
  } else {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
if (stale.length > 0) {
  console.error(`stale: ${stale.join(", ")}. Run node tools/generate.ts`)
  process.exitCode = 1
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}

import type { Finding } from "./finding.ts"

/** `bundle.json`: the list of everything that was built. Same plan, same bytes. */
export interface BundleManifest {
  version: 1
  /** sha256 over the canonical JSON of the resolved plan, hex */
  planDigest: string
  /** sha256 over the canonical JSON of `files`, hex: the bundle's identity */
  digest: string
  /** path → sha256 of the file's bytes, hex; sorted by path */
  files: Record<string, string>
  /** What the plan's checks found; errors are judged by the gates. */
  findings: Finding[]
}

/** A bundle in memory: path → text. */
export interface Bundle {
  manifest: BundleManifest
  files: ReadonlyMap<string, string>
}

/** Where things stand in a bundle. */
export const bundlePaths = {
  manifest: "bundle.json",
  plan: "plan.json",
  kitModule: "kit/tagwright.js",
  kitScript: "kit/tagwright.classic.js",
  kitDevelopment: "kit/tagwright.development.js",
  kitTypes: "kit/tagwright.d.ts",
  container: (kind: "web" | "server", environment: string) => `gtm/${kind}.${environment}.json`,
  serverPlan: "server/plan.json",
  qaPlan: "qa/plan.json",
  catalog: (name: "integration" | "events" | "parameters" | "variables" | "tags" | "triggers") => `catalog/${name}.md`,
  csp: "csp.json",
} as const

/** `tagwright.lock.json` beside the plan: what was approved, and may therefore not be renamed or removed. */
export interface PlanLock {
  version: 1
  /** event name → its required parameters when it was frozen */
  events: Record<string, { since: string; required: string[] }>
}

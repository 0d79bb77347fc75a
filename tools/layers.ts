/** Who may import whom, once (ARCHITECTURE.md). Type-only imports pass: they leave no trace at run time. */
export const layers = {
  formats: [],
  privacy: ["formats"],
  compiler: ["formats", "privacy", "datalayer"],
  datalayer: ["privacy/guard"],
  pages: ["formats"],
  gtm: ["formats", "pages"],
  operations: ["formats"],
  server: ["formats", "privacy", "operations"],
  "stand-ins": ["formats"],
  qa: ["formats", "privacy", "gtm", "evidence", "stand-ins"],
  evidence: ["formats"],
  release: ["formats", "evidence", "pages"],
  dashboard: ["formats", "pages"],
  eleventy: ["formats", "compiler"],
  vite: ["formats", "compiler"],
  tagwright: ["formats", "privacy", "operations", "compiler", "gtm", "server", "stand-ins", "qa", "evidence", "release", "dashboard", "eleventy", "vite"],
} as const satisfies Record<string, readonly string[]>

export type PackageName = keyof typeof layers

import type { EvidenceRecord, PushRecord, RunRecord } from "@tagwright/formats"

export const run: RunRecord = {
  kind: "run",
  version: 1,
  bundleDigest: "b".repeat(64),
  planDigest: "a".repeat(64),
  environment: "staging",
  browser: { name: "chromium", version: "140" },
  container: { source: "built", digest: "c".repeat(64), publicId: "GTM-TEST1" },
  scenarios: ["all", "none"],
}
export const push = (event: string, more: Partial<PushRecord> = {}): PushRecord => ({
  kind: "push",
  scenario: "all",
  journey: "reads",
  step: 0,
  event,
  message: { event },
  violations: [],
  ...more,
})
export const records: EvidenceRecord[] = [run, push("page_view"), push("cta_click", { step: 1 }), push("page_view", { scenario: "none" })]

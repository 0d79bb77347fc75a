import { gateIds, gates, type Decision } from "@tagwright/formats"
import type { Documents } from "@tagwright/server"

const digest = (letter: string): string => letter.repeat(64)
const decision: Decision = {
  version: 1,
  verdict: "fail",
  bundleDigest: digest("b"),
  evidenceDigest: digest("e"),
  policyDigest: digest("c"),
  required: [...gateIds],
  gates: gateIds.map((id, index) => ({
    id,
    title: gates[id].title,
    verdict: (["pass", "pass", "fail", "error", "not applicable"] as const)[index % 5] ?? "pass",
    summary: "120 steps in 12 walks were looked at",
    findings: index % 6 === 2 ? [{ code: "marketing-without-consent", message: "<b>pixel</b> saw page_view without consent", help: "Give its tag the consent it needs, then run again", records: [12] }] : [],
  })),
}

/** A report that somebody changed: it tries whatever a script can try against the page around it. */
const files: Record<string, string> = {
  "index.html": '<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src \'self\'"><title>Report</title><h1>Report</h1><p id="said">nothing</p><script src="report/app.js"></script>',
  "report/app.js": `
    const said = document.getElementById("said")
    const tries = {
      parent: () => parent.document.title,
      cookie: () => document.cookie,
      storage: () => localStorage.length,
    }
    said.textContent = Object.entries(tries).map(([name, run]) => { try { run(); return name + " open" } catch { return name + " shut" } }).join(", ")
    fetch("/ops/api/me").then((answer) => { said.textContent += ", api " + answer.status }, () => { said.textContent += ", api shut" })
  `,
}

/** Documents with one of everything the screens can show: good and bad signatures, a damaged release, drift. */
export const sampleDocuments = (): Documents => ({
  release: async () => ({
    evidence: { digest: digest("e"), takenAt: 1_764_000_000_000, records: 12_051, environment: "staging", browser: "chromium 156", changed: ["records.ndjson was changed"], report: "index.html" },
    decision,
    belongs: true,
    signatures: [
      { role: "privacy-officer", person: "Ama Boateng", signedOn: "2026-11-24" },
      { role: "qa-lead", fault: "signature-missing", mend: "Let somebody with this role run `tagwright sign`." },
      { role: "cto", fault: "signature-forged", mend: "No key of the plan made it." },
    ],
    releases: [
      { name: "v1.1.0", digest: digest("d"), packedAt: 1_764_000_000_000, changes: "" },
      { name: "v1.0.0", digest: "", packedAt: 1_763_000_000_000, changes: "", fault: "The release is not what was packed: CHANGES.md" },
    ],
  }),
  containers: async () => ({
    bundleDigest: digest("b"),
    planDigest: digest("a"),
    current: false,
    containers: [{ file: "gtm/web.production.json", kind: "web", environment: "production", digest: digest("f"), counts: { tags: 19, triggers: 16, variables: 26, templates: 0 }, bytes: 124_000 }],
    differences: [{ check: "drift", aspect: "consent", entity: "Meta — page_view", expected: "ad_storage", found: "" }],
    lookedAt: { publicId: "GTM-NLSTAG1", source: "built", at: 1_764_000_000_000 },
  }),
  team: async () => ({ people: [{ id: "ama", name: "Ama Boateng", roles: ["privacy-officer", "legal-counsel"], signs: true }] }),
  evidenceFile: async (path) => (Object.hasOwn(files, path) ? Buffer.from(files[path] ?? "") : undefined),
})

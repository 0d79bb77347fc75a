import { count, defineGate } from "../gate.ts"
import { judgeOperations } from "../operations/judge-operations.ts"
import { lastCoverage } from "../operations/last-coverage.ts"

const codes = {
  "documentation-unknown": "Run `tagwright docs`: it writes every procedure and says what is missing.",
  "documentation-of-another-plan": "The plan has changed since the documents were written: run `tagwright docs` again.",
  "procedure-missing": "This procedure has no page, or its page is not what the plan of today gives: run `tagwright docs`.",
  "owner-missing": "Say who is called for this system (operations.owners in the plan).",
} as const

/** O2 — Documentation complete. */
export const O2 = defineGate({
  id: "O2",
  needs: [],
  reads: [],
  codes,
  inconclusive: ["documentation-unknown"],
  judge: (input) =>
    judgeOperations(input, () => input.finding("documentation-unknown", "Nobody has written the documents"), (records) => {
      const look = lastCoverage(records, "documentation")
      if (look === undefined) return { summary: "Nobody has looked at the documents.", findings: [input.finding("documentation-unknown", "The records do not say which procedures have a page")] }
      const { destinations, webhooks, operations } = input.plan
      const systems = ["site", "server", "containers", "privacy", ...Object.keys(destinations), ...Object.keys(webhooks)]
      return {
        summary: `${count(look.covered.length, "procedure")} of ${look.covered.length + look.missing.length} with a page; ${count(Object.keys(operations.owners).length, "system")} with an owner.`,
        findings: [
          ...(look.planDigest === input.planDigest ? [] : [input.finding("documentation-of-another-plan", "The documents were written for another plan")]),
          ...look.missing.map((page) => input.finding("procedure-missing", `${page} is missing or stale`)),
          ...systems.filter((system) => operations.owners[system] === undefined).map((system) => input.finding("owner-missing", `Nobody is named for ${system}`)),
        ],
      }
    }),
})

import { count, defineGate } from "../gate.ts"
import { judgeOperations } from "../operations/judge-operations.ts"
import { lastCoverage } from "../operations/last-coverage.ts"

const codes = {
  "training-unknown": "Run `tagwright docs`: it checks the attestations and says whose are missing.",
  "training-missing": "Let the person take the course: `tagwright train --role ROLE --key FILE`.",
  "nobody-to-train": "Name the people who run the system, with their roles (people in the plan).",
} as const

/** O3 — Team training: per person and role an attestation, signed with the person's own key. */
export const O3 = defineGate({
  id: "O3",
  needs: [],
  reads: [],
  codes,
  inconclusive: ["training-unknown"],
  judge: (input) =>
    judgeOperations(input, () => input.finding("training-unknown", "Nobody has looked at the attestations"), (records) => {
      const look = lastCoverage(records, "team")
      if (look === undefined) return { summary: "Nobody has looked at the attestations.", findings: [input.finding("training-unknown", "The records do not say who is trained")] }
      // Whoever came into the plan since was not looked at: not trained.
      const wanted = Object.entries(input.plan.people).flatMap(([person, { roles }]) => roles.map((role) => `${person}/${role}`))
      const missing = wanted.filter((one) => !look.covered.includes(one))
      return {
        summary: `${count(wanted.length - missing.length, "attestation")} of ${wanted.length}.`,
        findings: [
          ...(wanted.length > 0 ? [] : [input.finding("nobody-to-train", "The plan names no people")]),
          ...missing.map((one) => input.finding("training-missing", `${one.replace("/", " is not trained as ")}`)),
        ],
      }
    }),
})

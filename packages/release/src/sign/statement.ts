import { digestOf, type Decision } from "@tagwright/formats"

/** in-toto Statement v1 with the test-result predicate, and who signs in which role. */
export interface Statement {
  _type: "https://in-toto.io/Statement/v1"
  subject: { name: "decision.json" | "evidence" | "bundle"; digest: { sha256: string } }[]
  predicateType: "https://in-toto.io/attestation/test-result/v0.1"
  predicate: {
    result: "PASSED" | "FAILED"
    configuration: { name: "policy"; digest: { sha256: string } }[]
    passedTests: string[]
    failedTests: string[]
    role: string
    /** Key of the person in the plan */
    person: string
    /** Moment of signing, ISO 8601 */
    signedOn: string
  }
}

/** What a signature binds: the decision, and with it evidence, bundle and policy. */
export const decisionDigest = (decision: Decision): string => digestOf(decision)

export const statementOf = (decision: Decision, signer: { role: string; person: string; signedOn: string }): Statement => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [
    { name: "decision.json", digest: { sha256: decisionDigest(decision) } },
    { name: "evidence", digest: { sha256: decision.evidenceDigest } },
    { name: "bundle", digest: { sha256: decision.bundleDigest } },
  ],
  predicateType: "https://in-toto.io/attestation/test-result/v0.1",
  predicate: {
    result: decision.verdict === "pass" ? "PASSED" : "FAILED",
    configuration: [{ name: "policy", digest: { sha256: decision.policyDigest } }],
    passedTests: decision.gates.filter(({ verdict }) => verdict === "pass").map(({ id }) => id),
    failedTests: decision.gates.filter(({ verdict }) => verdict === "fail" || verdict === "error").map(({ id }) => id),
    ...signer,
  },
})

export const isStatement = (value: unknown): value is Statement =>
  typeof value === "object" &&
  value !== null &&
  "_type" in value &&
  value._type === "https://in-toto.io/Statement/v1" &&
  "subject" in value &&
  Array.isArray(value.subject) &&
  "predicate" in value &&
  typeof value.predicate === "object" &&
  value.predicate !== null &&
  "role" in value.predicate &&
  "person" in value.predicate

import type { DrillName, GateId, ResolvedPlan } from "@tagwright/formats"
import { page, table } from "./markdown.ts"
import type { AlertName } from "../alerts/index.ts"

interface Risk {
  id: string
  risk: string
  impact: "medium" | "high" | "critical"
  probability: "low" | "medium" | "high"
  mitigation: string
  /** System whose owner carries it */
  owner: string
  evidence: { gates?: readonly GateId[]; alerts?: readonly AlertName[]; drills?: readonly DrillName[] }
}

/** The risk register of the requirements, each line with what proves its mitigation. */
export const risks: readonly Risk[] = [
  { id: "R1", risk: "Server events fail", impact: "high", probability: "medium", mitigation: "Durable queue, retries for days, dead letters, replay, reconciliation with the provider", owner: "server", evidence: { gates: ["T4"], alerts: ["DeadLetters", "WebhooksFail", "ExpectedEventAbsent"], drills: ["webhook-outage", "destination-down"] } },
  { id: "R2", risk: "Attribution is lost between devices", impact: "medium", probability: "medium", mitigation: "Several ways to keep lead_id, joined by deterministic keys; K3 and K4 watch it", owner: "site", evidence: { gates: ["T3"] } },
  { id: "R3", risk: "A container is corrupted", impact: "high", probability: "low", mitigation: "Containers are built, never edited; drift check; each replaced version is a backup with digest", owner: "containers", evidence: { gates: ["T2"], drills: ["container-corrupted", "rollback"] } },
  { id: "R4", risk: "A vendor changes its interface", impact: "medium", probability: "high", mitigation: "Probes per destination, strict stand-ins, breaker and queue", owner: "server", evidence: { alerts: ["CanaryFails", "DestinationPaused"], drills: ["destination-down"] } },
  { id: "R5", risk: "Personal data is exposed", impact: "critical", probability: "low", mitigation: "Scanned in plan, build, QA and at the door; values never logged", owner: "privacy", evidence: { gates: ["P1"], alerts: ["PersonalDataArrived"], drills: ["pii-leak", "key-leak"] } },
  { id: "R6", risk: "Consent is bypassed", impact: "high", probability: "medium", mitigation: "Every consent scenario in a real browser; asked again before each delivery; K5", owner: "privacy", evidence: { gates: ["P2", "P3"], drills: ["consent-bypass"] } },
  { id: "R7", risk: "GDPR is violated", impact: "critical", probability: "low", mitigation: "Machine-checked list; privacy officer and legal counsel sign", owner: "privacy", evidence: { gates: ["P4"] } },
  { id: "R8", risk: "Data is kept too long", impact: "medium", probability: "low", mitigation: "Retention four times a day; its last run is a metric", owner: "privacy", evidence: { alerts: ["RetentionStands"] } },
  { id: "R9", risk: "Knowledge is missing", impact: "high", probability: "medium", mitigation: "Documents made from the plan; courses with exercise and quiz", owner: "site", evidence: { gates: ["O2", "O3"] } },
  { id: "R10", risk: "Monitoring has blind spots", impact: "medium", probability: "medium", mitigation: "Coverage of critical parts is computed (K6)", owner: "server", evidence: { gates: ["O1"] } },
  { id: "R11", risk: "The emergency response fails", impact: "high", probability: "low", mitigation: "Drills that break a copy and walk the runbook, every quarter", owner: "server", evidence: { gates: ["O4"], drills: ["db-restore", "rollback"] } },
  { id: "R12", risk: "People leave", impact: "medium", probability: "high", mitigation: "Two names per system; every role's course is attested by more than one person where the plan has them", owner: "site", evidence: { gates: ["O3"] } },
]

/** `risks.md`: a register without an owner or evidence would be a list of fears. */
export const risksPage = (plan: ResolvedPlan): string =>
  page(
    "Risk register",
    "Status comes with each release: its decision says which gates passed, its records which drills.",
    table(
      ["Id", "Risk", "Impact", "Probability", "Mitigation", "Owner", "Evidence"],
      risks.map(({ id, risk, impact, probability, mitigation, owner, evidence }) => [
        id,
        risk,
        impact,
        probability,
        mitigation,
        plan.people[plan.operations.owners[owner]?.first ?? ""]?.name ?? `nobody (${owner})`,
        [...(evidence.gates ?? []).map((gate) => `gate ${gate}`), ...(evidence.alerts ?? []).map((alert) => `alert ${alert}`), ...(evidence.drills ?? []).map((drill) => `drill ${drill}`)].join(", "),
      ]),
    ),
  )

/** The gates of the requirements ledger. Ids are stable: tests, evidence and signatures refer to them. */
export const gates = {
  P1: { title: "Zero personal data violations" },
  P2: { title: "Consent Mode functional" },
  P3: { title: "Marketing tag gating" },
  P4: { title: "GDPR compliance" },
  P5: { title: "test_mode exclusion" },
  T1: { title: "Complete section coverage" },
  T2: { title: "Parameter consistency" },
  T3: { title: "Cross-device attribution" },
  T4: { title: "Server event reliability" },
  T5: { title: "Error handling" },
  T6: { title: "Environment separation" },
  O1: { title: "Monitoring implemented" },
  O2: { title: "Documentation complete" },
  O3: { title: "Team training" },
  O4: { title: "Emergency procedures" },
  O5: { title: "Performance impact" },
} as const satisfies Record<string, { title: string }>

export type GateId = keyof typeof gates
export const gateIds = Object.keys(gates) as readonly GateId[]

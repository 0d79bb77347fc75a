/**
 * The gates of the requirements ledger. Ids are stable: tests, evidence and signatures refer to them.
 * `built: false` means the software cannot judge it yet; such a gate can never pass.
 */
export const gates = {
  P1: { title: "Zero personal data violations", built: true },
  P2: { title: "Consent Mode functional", built: true },
  P3: { title: "Marketing tag gating", built: true },
  P4: { title: "GDPR compliance", built: true },
  P5: { title: "test_mode exclusion", built: true },
  T1: { title: "Complete section coverage", built: true },
  T2: { title: "Parameter consistency", built: true },
  T3: { title: "Cross-device attribution", built: true },
  T4: { title: "Server event reliability", built: true },
  T5: { title: "Error handling", built: true },
  T6: { title: "Environment separation", built: true },
  O1: { title: "Monitoring implemented", built: true },
  O2: { title: "Documentation complete", built: true },
  O3: { title: "Team training", built: true },
  O4: { title: "Emergency procedures", built: true },
  O5: { title: "Performance impact", built: false },
} as const satisfies Record<string, { title: string; built: boolean }>

export type GateId = keyof typeof gates
export const gateIds = Object.keys(gates) as readonly GateId[]

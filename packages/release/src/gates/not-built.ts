import type { GateId } from "@tagwright/formats"
import { defineGate, type Gate } from "../gate.ts"

/** A gate of the ledger that nothing judges yet. It is listed, and it can never pass. */
export const notBuilt = (id: GateId): Gate => defineGate({ id, needs: [], reads: [], codes: {}, judge: () => ({ summary: "Nothing judges this gate yet.", findings: [] }) })

import type { GateId } from "@tagwright/formats"
import type { Gate } from "../gate.ts"
import { O1 } from "./O1.ts"
import { O2 } from "./O2.ts"
import { O3 } from "./O3.ts"
import { O4 } from "./O4.ts"
import { O5 } from "./O5.ts"
import { P1 } from "./P1.ts"
import { P2 } from "./P2.ts"
import { P3 } from "./P3.ts"
import { P4 } from "./P4.ts"
import { P5 } from "./P5.ts"
import { T1 } from "./T1.ts"
import { T2 } from "./T2.ts"
import { T3 } from "./T3.ts"
import { T4 } from "./T4.ts"
import { T5 } from "./T5.ts"
import { T6 } from "./T6.ts"

/** Every gate of the ledger. A gate that is not in this table does not compile. */
export const gateTable: Record<GateId, Gate> = {
  P1,
  P2,
  P3,
  P4,
  P5,
  T1,
  T2,
  T3,
  T4,
  T5,
  T6,
  O1,
  O2,
  O3,
  O4,
  O5,
}

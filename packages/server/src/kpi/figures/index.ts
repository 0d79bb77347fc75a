import type { KpiId } from "@tagwright/formats"
import type { Facts } from "../facts.ts"
import type { Measured } from "../measure.ts"
import { coverageOf } from "./coverage.ts"
import { K1 } from "./K1.ts"
import { K10 } from "./K10.ts"
import { K11 } from "./K11.ts"
import { K12 } from "./K12.ts"
import { K13 } from "./K13.ts"
import { K14 } from "./K14.ts"
import { K2 } from "./K2.ts"
import { K3 } from "./K3.ts"
import { K4 } from "./K4.ts"
import { K5 } from "./K5.ts"
import { K7 } from "./K7.ts"

/** Every figure of the ledger, by id. */
export const figures: Record<KpiId, (facts: Facts) => Measured | Promise<Measured>> = {
  K1,
  K2,
  K3,
  K4,
  K5,
  K6: coverageOf("monitoring"),
  K7,
  K8: coverageOf("documentation"),
  K9: coverageOf("team"),
  K10,
  K11,
  K12,
  K13,
  K14,
}

import type { EvidenceWriter } from "@tagwright/evidence"

/** Takes what a visitor saw; who writes evidence does not seal it. */
export type Sink = Pick<EvidenceWriter, "write" | "attach">

import type { CoverageRecord, OperationKind, OperationOf, OperationRecord } from "@tagwright/formats"

export const ofKind = <K extends OperationKind>(records: readonly OperationRecord[], kind: K): OperationOf<K>[] => records.filter((record): record is OperationOf<K> => record.kind === kind)

/** The last look at something. */
export const lastCoverage = (records: readonly OperationRecord[], of: CoverageRecord["of"]): CoverageRecord | undefined => ofKind(records, "coverage").findLast((record) => record.of === of)

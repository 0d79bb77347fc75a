import type { GateFinding } from "@tagwright/formats"

/** The same sentence said about several records becomes one finding with all their lines. */
export const merge = (findings: readonly GateFinding[]): GateFinding[] =>
  [...Map.groupBy(findings, ({ code, message }) => `${code}\n${message}`).values()].flatMap((same) =>
    same.slice(0, 1).map((first) => ({ ...first, records: [...new Set(same.flatMap((finding) => finding.records))].sort((a, b) => a - b) })),
  )

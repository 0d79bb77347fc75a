import type { AlertFired } from "@tagwright/formats"

/** What a channel is told. */
export interface Notice {
  event: "firing" | "resolved"
  alert: Omit<AlertFired, "kind" | "at">
  environment: string
}

/** Tells somebody. Answers the reason when it could not; a reason holds no address and no secret. */
export type SendNotice = (notice: Notice) => Promise<string | undefined>

export const titleOf = ({ event, alert, environment }: Notice): string => `${event === "firing" ? "ALERT" : "over"}: ${alert.rule} (${environment})`
export const linesOf = ({ alert }: Notice): string[] => [
  alert.summary,
  ...(alert.runbook === "" ? [] : [`What to do: ${alert.runbook}`]),
  `Say that you are on it: tagwright alerts acknowledge ${alert.alert} --by NAME`,
]

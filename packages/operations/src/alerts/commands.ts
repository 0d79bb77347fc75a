import type { Step } from "./rule.ts"

/** Steps that several pages share, worded once. */
export const look = {
  health: { say: "Ask the server whether it is well.", command: "tagwright status" },
  openAlerts: { say: "See which alerts are open.", command: "tagwright alerts list" },
  acknowledge: { say: "Say that you are on it.", command: "tagwright alerts acknowledge $ALERT --by $ME" },
  deadLetters: { say: "See the dead letters, with the reason and whose fault it is.", command: "tagwright deliveries list --state dead" },
  deadLettersOf: { say: "See the dead letters of the destination.", command: "tagwright deliveries list --state dead --destination $DESTINATION" },
  waitingOf: { say: "See what waits for the destination, and why.", command: "tagwright deliveries list --state pending --destination $DESTINATION" },
  oneDelivery: { say: "Look at one of them with the peer's last answer.", command: "tagwright deliveries show $DELIVERY" },
  replayOf: { say: "Send them again.", command: "tagwright deliveries replay --destination $DESTINATION" },
  watch: { say: "Watch events and deliveries as they happen.", command: "tagwright events tail" },
  reconcile: { say: "Compare the payment provider's own list with ours; gaps are filled.", command: "tagwright reconcile" },
  rollback: { say: "If a release of today caused it, bring the one before back.", command: "tagwright rollback --env production" },
  kpis: { say: "See the figures.", command: "tagwright kpis" },
} as const satisfies Record<string, Step>

import { tableOf } from "./table.ts"

/** Built-in triggers have fixed ids and never stand in an export. */
export const builtInTriggers: Readonly<Record<string, { name: string; kind: "web" | "server" }>> = tableOf({
  "2147479553": { name: "All Pages", kind: "web" },
  "2147479572": { name: "Consent Initialization - All Pages", kind: "web" },
  "2147479573": { name: "Initialization - All Pages", kind: "web" },
  "2147479574": { name: "All Pages (server)", kind: "server" },
})

/** Ids from here on are Tag Manager's own: real triggers count up from 1. */
export const firstBuiltInTriggerId = 2147479553

import type { BreakerState } from "../../delivery/breaker.ts"
import type { ServerContext } from "../../context.ts"
import type { Access, Actor } from "../access.ts"
import type { AuditLog } from "../accounts/audit.ts"
import type { Handles } from "../handles.ts"

/** What the screens' answers are made of. */
export interface ViewContext extends ServerContext {
  access: Access
  handles: Handles
  audit: AuditLog
  breakers(): { destination: string; state: BreakerState }[]
}

export const identifies = (actor: Actor): boolean => actor.permissions.includes("identify")

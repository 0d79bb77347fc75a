import type { Permission } from "@tagwright/formats"
import type { Call } from "../http/answer.ts"
import type { Route } from "../http/router.ts"
import type { Access, Actor } from "./access.ts"

/** Makes a route that looks at the caller's right first, and says who it is. */
export type Guarded = (method: string, path: string, needs: Permission, handle: (call: Call, params: Record<string, string>, actor: Actor) => ReturnType<Route["handle"]>) => Route

export const guardedBy =
  (access: Access): Guarded =>
  (method, path, needs, handle) => ({ method, path, handle: (call, params) => handle(call, params, access(call, needs)) })

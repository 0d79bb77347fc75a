import type { ServerContext } from "../context.ts"
import type { BreakerState } from "../delivery/breaker.ts"
import type { Route } from "../http/router.ts"
import { createAccess } from "./access.ts"
import { createOidc, type OidcOptions } from "./accounts/oidc.ts"
import { oidcRoutes } from "./accounts/oidc-routes.ts"
import { openPeople } from "./accounts/people.ts"
import { accountRoutes } from "./accounts/routes.ts"
import { opsRoutes } from "./api.ts"
import { dashboardRoutes } from "./assets.ts"
import type { Operations } from "../operations/start-operations.ts"
import { figuresRoutes } from "./figures-api.ts"
import { guardedBy } from "./guarded.ts"
import { operationsRoutes } from "./operations-api.ts"
import { createHandles } from "./handles.ts"
import { consentRoutes } from "./views/consent.ts"
import { deliveryRoutes } from "./views/deliveries.ts"
import { documentRoutes, type Documents } from "./views/documents.ts"
import { eventRoutes } from "./views/events.ts"
import { overviewRoutes } from "./views/overview.ts"
import { exportRoutes } from "./views/export.ts"
import { peopleRoutes } from "./views/people.ts"

import { planRoutes } from "./views/plan.ts"
import { runbookRoutes } from "./views/runbooks.ts"

/** The dashboard at `/ops`, for people. */
export interface DashboardOptions {
  /** Folder of the built page; asked for when somebody first looks */
  assets(): Promise<string>
  /** Release, containers and evidence, for their screens */
  documents?: Documents | undefined
  /** Sign-in through the organisation's identity provider, beside local accounts */
  oidc?: OidcOptions | undefined
  /** Cost of a password's hash, as a power of two; default: what OWASP asks for. Tests that are about something else choose less */
  passwordLogN?: number | undefined
  /** How people reach the server, for links; default: where it listens */
  publicUrl?: string | undefined
}
export interface OpsInput {
  context: ServerContext
  data: string
  token: string | undefined
  providerUrls: Partial<Record<string, string>>
  dashboard: DashboardOptions | undefined
  wakeAll(): void
  breakers(): { destination: string; state: BreakerState }[]
  operations: Operations
  /** Where the server listens, once it does */
  url(): string
}
export interface Ops {
  routes: Route[]
  /** A one-time link for the first account, while there is none */
  setupLink(): string | undefined
  close(): void
}

/** The inspection API and, when there is a page to serve, everything people need to use it. */
export const openOps = ({ context, data, token, providerUrls, dashboard, wakeAll, breakers, operations, url }: OpsInput): Ops => {
  const { clock } = context
  const oidc = dashboard?.oidc && createOidc(dashboard.oidc)
  const people = dashboard && openPeople({ folder: data, publicUrl: () => (dashboard.publicUrl ?? url()).replace(/\/+$/, ""), oidc, passwordLogN: dashboard.passwordLogN })
  const access = createAccess({ token, people, clock })
  const guarded = guardedBy(access)
  const own = opsRoutes(context, { access, wakeAll, providerUrls, note: (action, actor, subject, detail) => people?.audit.add(clock.now(), actor.name, action, subject, detail) })
  const api = [...own, ...figuresRoutes(operations.figures, guarded), ...operationsRoutes(context, operations, guarded), ...runbookRoutes(context, guarded)]
  if (people === undefined || dashboard === undefined) return { routes: api, setupLink: () => undefined, close: () => undefined }
  const views = { ...context, access, breakers, audit: people.audit, handles: createHandles(people.database) }
  return {
    routes: [...api, ...accountRoutes(context, people, access), ...(oidc === undefined ? [] : oidcRoutes(context, people, oidc)), ...planRoutes(views), ...overviewRoutes(views), ...eventRoutes(views), ...deliveryRoutes(views), ...exportRoutes(views), ...peopleRoutes(views), ...consentRoutes(views), ...documentRoutes(views, dashboard.documents), ...dashboardRoutes(dashboard.assets)],
    setupLink: () => (people.accounts.any() ? undefined : people.link(people.accounts.inviteFirst(clock.now()))),
    close: people.close,
  }
}

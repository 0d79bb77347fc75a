import type { Permission } from "@tagwright/formats"
import type { FunctionComponent } from "preact"
import type { Route } from "./route.ts"
import { Consent } from "./screens/consent.tsx"
import { ContainersScreen } from "./screens/containers.tsx"
import { Deliveries } from "./screens/deliveries.tsx"
import { Evidence } from "./screens/evidence.tsx"
import { Events } from "./screens/events.tsx"
import { Figures } from "./screens/figures.tsx"
import { FunnelScreen } from "./screens/funnel.tsx"
import { IncidentsScreen } from "./screens/incidents.tsx"
import { Overview } from "./screens/overview.tsx"
import { People } from "./screens/people.tsx"
import { Release } from "./screens/release.tsx"
import { RunbookScreen } from "./screens/runbook.tsx"
import { Settings } from "./screens/settings.tsx"
import { Training } from "./screens/training.tsx"

export interface Screen {
  /** First part of the address after `/ops` */
  path: string
  name: string
  /** Under which heading the menu has it; undefined: others lead to it */
  group?: "Now" | "Understand" | "Release" | "Team"
  needs?: Permission
  View: FunctionComponent<{ route: Route }>
}

export const screens: readonly Screen[] = [
  { path: "", name: "Overview", group: "Now", View: Overview },
  { path: "events", name: "Events", group: "Now", View: Events },
  { path: "deliveries", name: "Deliveries", group: "Now", View: Deliveries },
  { path: "figures", name: "Figures", group: "Understand", View: Figures },
  { path: "funnel", name: "Funnel", group: "Understand", View: FunnelScreen },
  { path: "people", name: "Journeys", group: "Understand", View: People },
  { path: "consent", name: "Consent", group: "Understand", View: Consent },
  { path: "release", name: "Gates and releases", group: "Release", View: Release },
  { path: "containers", name: "Containers", group: "Release", View: ContainersScreen },
  { path: "evidence", name: "Evidence", group: "Release", View: Evidence },
  { path: "incidents", name: "Incidents", group: "Team", View: IncidentsScreen },
  { path: "training", name: "People", group: "Team", View: Training },
  { path: "runbooks", name: "Runbook", View: RunbookScreen },
  { path: "settings", name: "Settings", group: "Team", needs: "administer", View: Settings },
]
const [first] = screens
const fallback: Screen = first ?? { path: "", name: "Overview", group: "Now", View: Overview }
export const screenOf = ({ path }: Route): Screen => screens.find((screen) => screen.path === (path[0] ?? "")) ?? fallback

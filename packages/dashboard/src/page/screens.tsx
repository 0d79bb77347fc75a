import type { Permission } from "@tagwright/formats"
import type { FunctionComponent } from "preact"
import type { Route } from "./route.ts"
import { Deliveries } from "./screens/deliveries.tsx"
import { Events } from "./screens/events.tsx"
import { Overview } from "./screens/overview.tsx"
import { Settings } from "./screens/settings.tsx"

export interface Screen {
  /** First part of the address after `/ops` */
  path: string
  name: string
  group: "Now" | "Understand" | "Release" | "Team"
  needs?: Permission
  View: FunctionComponent<{ route: Route }>
}

export const screens: readonly Screen[] = [
  { path: "", name: "Overview", group: "Now", View: Overview },
  { path: "events", name: "Events", group: "Now", View: Events },
  { path: "deliveries", name: "Deliveries", group: "Now", View: Deliveries },
  { path: "settings", name: "Settings", group: "Team", View: Settings },
]
const [first] = screens
const fallback: Screen = first ?? { path: "", name: "Overview", group: "Now", View: Overview }
export const screenOf = ({ path }: Route): Screen => screens.find((screen) => screen.path === (path[0] ?? "")) ?? fallback

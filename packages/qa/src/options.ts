import type { Bundle, ContainerExport, QaPlan, Scenario } from "@tagwright/formats"
import type { EngineName } from "./browser/port.ts"
import type { PerformanceOptions } from "./performance/measure.ts"
import type { ServerPort, StandInsPort } from "./ports.ts"
import type { Progress } from "./progress.ts"

export interface QaOptions {
  plan: QaPlan
  /** The built bundle: its folder, or in memory */
  bundle: Bundle | { dir: string }
  /** The built site, or a program that serves it on this machine */
  site: { folder: string } | { url: string }
  environment: string
  /** An export to test instead of the one that was built; it is answered for whatever container id the site asks for */
  container?: ContainerExport
  /** The first that this machine has does everything; in the others the journeys are walked, under all and no consent. Default: chromium */
  browsers?: readonly EngineName[]
  /** Default: all, none, and one per category */
  scenarios?: readonly Scenario[]
  /** Names of journeys to walk; default: all of the plan */
  journeys?: readonly string[]
  /** `journeys` leaves out the consent matrix, coverage, questions and faults; `matrix` and `performance` are nothing but that. Default: everything */
  only?: "journeys" | "matrix" | "performance" | "everything"
  /** The evidence folder; replaced when the run is complete */
  out: string
  /** Without it, `/collect` is answered here and server expectations are not judged */
  server?: ServerPort
  /** Vendors and payment provider, played on this machine */
  standIns?: StandInsPort
  /** The script to answer `gtm.js` with; default: the offline runtime */
  runtime?: (container: ContainerExport, region?: string) => Promise<string>
  /** Every consent case instead of enough to contain every pair of circumstances */
  full?: boolean
  /** Measures what tracking costs; default: not at all */
  performance?: PerformanceOptions
  /** Journeys walked side by side */
  parallel?: number
  onProgress?: (progress: Progress) => void
}

export interface QaSummary {
  journeys: number
  steps: { done: number; failed: number; inconclusive: number }
  expectations: { met: number; missing: number; different: number; unexpected: number }
  requests: number
  elements: { total: number; measured: number; waived: number }
  personalData: number
  /** The first did everything, the others walked the journeys */
  browsers: { name: string; version: string }[]
  /** Asked for, and not there */
  notRun: { name: string; reason: string }[]
  seconds: number
}

export interface QaResult {
  evidence: string
  digest: string
  summary: QaSummary
}

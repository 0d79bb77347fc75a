import { canonicalJson, Fault } from "@tagwright/formats"
import type { ServerContext } from "../../context.ts"
import { HttpError } from "../../http/answer.ts"
import { canaryAges } from "../canary-age.ts"
import type { Figures } from "../../kpi/figures-client.ts"
import type { Ratio } from "../../kpi/store-sight.ts"
import type { OwnSight, SharedSight, Sight } from "./condition.ts"

export type WatchInput = { [Part in "breakers" | "canaries" | "backupAt" | "clockSkewMs"]: () => OwnSight[Part] }
/** Whoever told of the store last goes on doing so; a process that died is replaced after this */
const TURN_MS = 3 * 60_000

/** What is usual is looked up again after this */
const USUAL_MS = 3_600_000

/** `asked`: somebody wants to know now, whoever's turn it is */
export type Look = (asked: boolean) => Promise<Sight>

/** Reads what a round of watching needs: the store's part on the thread of the figures, the rest where it is counted. */
export const sightReader = (context: ServerContext, figures: Figures, input: WatchInput): Look => {
  const { clock, store, metrics } = context
  const startedAt = clock.now()
  const counters = new Map<string, number>()
  let usual: { at: number; ratio: Ratio } | undefined
  /** Growth of a counter since the last look, by one label. */
  const growth = async (name: string, label: string): Promise<Record<string, number>> => {
    const metric = await metrics.registry.getSingleMetric(name)?.get()
    const grown: Record<string, number> = {}
    for (const { labels, value } of metric?.values ?? []) {
      const key = `${name} ${canonicalJson(labels)}`
      const group = String(Reflect.get(labels, label) ?? "")
      grown[group] = (grown[group] ?? 0) + value - (counters.get(key) ?? 0)
      counters.set(key, value)
    }
    return grown
  }
  const own = async (now: number): Promise<OwnSight> => {
    const requests = await growth("tagwright_ingest_requests_total", "outcome")
    return {
      now,
      breakers: input.breakers(),
      storeBroken: store.broken !== undefined,
      personalData: await growth("tagwright_personal_data_removed_total", "kind"),
      requests: { all: Object.values(requests).reduce((sum, n) => sum + n, 0), failed: requests["failed"] ?? 0 },
      canaries: input.canaries(),
      backupAt: input.backupAt(),
      clockSkewMs: input.clockSkewMs(),
    }
  }
  const shared = async (now: number): Promise<SharedSight> => {
    const stored = await figures.look("sight", { days: 1 })
    if (usual === undefined || now - usual.at >= USUAL_MS) usual = { at: now, ratio: await figures.look("usual", { days: 1 }) }
    const { waiting, oldest, disabled, retentionAt, canaries: arrived } = await store.depth()
    return {
      ...stored,
      usual: usual.ratio,
      oldestPending: oldest.map(({ destination, receivedAt }) => ({ destination, seconds: (now - receivedAt) / 1000 })),
      dead: waiting.filter(({ state }) => state === "dead"),
      disabled,
      canaryAges: canaryAges(context.canaries.destinations, arrived, startedAt, now),
      retentionAgeMs: retentionAt === undefined ? undefined : now - retentionAt,
    }
  }
  return async (asked) => {
    const now = clock.now()
    const seen = await own(now)
    try {
      const turn = asked || (await store.takeTurn({ task: "watch", now, until: now + TURN_MS }))
      return { own: seen, shared: turn ? await shared(now) : undefined }
    } catch (error) {
      // A database that is away must not hide what is seen without it.
      if (error instanceof Fault || error instanceof HttpError) return { own: seen, shared: undefined }
      throw error
    }
  }
}

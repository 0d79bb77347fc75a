import type { PlanStep, ResolvedPlan } from "@tagwright/formats"

const start = { id: undefined, path: "/" }

/** Events that opening the page pushes by itself. */
const onLoad = (plan: ResolvedPlan, page: string | undefined): string[] =>
  Object.values(plan.events).flatMap(({ name, on }) => (on !== undefined && "load" in on && (!("page" in on) || on.page === page) ? [name] : []))

/**
 * What QA drives where the plan names no journey: the start page, the choice, and every page of the plan with what it pushes by
 * itself. Without consent before, the first page's events come with the choice, so only the pages after it are expected to push.
 */
export const defaultJourneys = (plan: ResolvedPlan): ResolvedPlan["journeys"] => {
  const pages = Object.entries(plan.pages).map(([id, { path }]) => ({ id, path }))
  const visits = (pages.length === 0 ? [start] : pages).map(({ id, path }): PlanStep => ({ visit: path, expect: onLoad(plan, id) }))
  return { "every page": { describe: "Generated: the plan names no journey", steps: [{ visit: "/", expect: [] }, { consent: "scenario", expect: [] }, ...visits] } }
}

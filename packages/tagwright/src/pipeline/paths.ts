import { dirname, join } from "node:path"

/** Where a run leaves its things, beside the plan. */
export interface PipelinePaths {
  folder: string
  site: string
  bundle: string
  evidence: string
  docs: string
  data: string
}

export const pathsOf = (planFile: string, siteFolder: string): PipelinePaths => {
  const folder = dirname(planFile)
  const work = join(folder, ".tagwright")
  return { folder, site: join(folder, siteFolder), bundle: join(work, "bundle"), evidence: join(work, "evidence"), docs: join(work, "docs"), data: join(work, "data") }
}

/** What the journeys left at the server, for the dashboard of a run that stays open; it goes on with it. */
export const liveData = ({ data }: PipelinePaths): string => join(data, "live")

import { findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"

interface Values {
  config?: string | undefined
  site?: string | undefined
  "site-command"?: string | undefined
  survey?: boolean | undefined
}

/** The plan's file, or undefined where a site is to be looked at without one. Throws a Fault where there is neither. */
export const planHere = ({ config, site, "site-command": command, survey }: Values, cwd: string): string | undefined => {
  const hasSite = site !== undefined || command !== undefined
  if (survey === true && !hasSite) throw new Fault("caller", "--survey needs a site to look at", "Name it: --site DIR, --site URL or --site-command CMD")
  if (survey === true) return undefined
  try {
    return findPlan(cwd, config)
  } catch (error) {
    if (config === undefined && error instanceof Fault && error.whose === "caller" && hasSite) return undefined
    if (config === undefined && error instanceof Fault && error.whose === "caller") throw new Fault("caller", "there is no tracking plan here, and no site was named", "Look at any site without a plan: --site DIR or URL. Or write a plan: tagwright init")
    throw error
  }
}

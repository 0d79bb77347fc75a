import { bundlePaths, type ResolvedPlan } from "@tagwright/formats"
import { catalogFiles } from "./catalog.ts"
import { exportText } from "./container/build.ts"
import { serverContainer } from "./container/server.ts"
import { webContainer } from "./container/web.ts"
import { cspFile } from "./csp.ts"
import { emitKit } from "./kit.ts"
import { kitGuide } from "./kit-guide/guide.ts"
import { planFile, qaPlanFile, serverPlanFile } from "./plans.ts"

/** Everything a plan becomes but the kit, path → text. */
export const emitWithoutKit = (plan: ResolvedPlan): Map<string, string> => {
  const environments = Object.keys(plan.site.environments)
  const production = Object.entries(plan.site.environments).find(([, { testMode }]) => !testMode)?.[0] ?? environments[0]
  return new Map([
    [bundlePaths.plan, planFile(plan)],
    [bundlePaths.serverPlan, serverPlanFile(plan)],
    [bundlePaths.qaPlan, qaPlanFile(plan)],
    [bundlePaths.csp, cspFile(plan)],
    [bundlePaths.catalog("integration"), kitGuide(plan)],
    ...environments.flatMap((environment): [string, string][] => [
      [bundlePaths.container("web", environment), exportText(webContainer(plan, environment))],
      [bundlePaths.container("server", environment), exportText(serverContainer(plan, environment))],
    ]),
    ...(production === undefined ? [] : catalogFiles(plan, webContainer(plan, production))),
  ])
}

/** Everything a plan becomes, path → text. */
export const emit = async (plan: ResolvedPlan): Promise<Map<string, string>> => {
  const kit = await emitKit(plan)
  return new Map([
    ...emitWithoutKit(plan),
    [bundlePaths.kitModule, kit.module],
    [bundlePaths.kitScript, kit.script],
    [bundlePaths.kitDevelopment, kit.development],
    [bundlePaths.kitTypes, kit.types],
  ])
}

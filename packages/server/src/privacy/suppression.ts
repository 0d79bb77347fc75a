import type { OpsErased } from "@tagwright/formats"
import type { ServerContext } from "../context.ts"
import { leadName } from "../identity/names.ts"
import { agreedAnew } from "../store/suppression.ts"

/** Whether somebody with one of a lead's names was erased before, and what is kept from it because of that. As the queue decides it. */
export const erasedBefore = async ({ store, runtime }: Pick<ServerContext, "store" | "runtime">, leadId: string, names: readonly string[]): Promise<OpsErased | undefined> => {
  const at = await store.erasedAt(names)
  if (at === undefined) return undefined
  const [log, own] = await Promise.all([store.consentOf([leadId]), store.erasedAt([leadName(leadId)])])
  const withheldFrom = Object.keys(runtime.plan.destinations).filter((id) => {
    const rule = runtime.suppressionAt(id)
    return rule !== undefined && !agreedAnew(log, rule, at, own !== undefined)
  })
  return { at, withheldFrom }
}

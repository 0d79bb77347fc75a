import type { ResolvedPlan } from "@tagwright/formats"

/** Replaced by the kit's emitter in the next commit. */
export const emitKit = async (_plan: ResolvedPlan): Promise<{ module: string; script: string; types: string }> => ({ module: "", script: "", types: "" })

export { definePlan } from "@tagwright/formats"
export type { PlanInput, PlanOf } from "@tagwright/formats"
export { documentsIn } from "./ops/documents.ts"

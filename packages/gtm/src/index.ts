export * from "./format.ts"
export * from "./runtime/index.ts"
export * from "./debug/index.ts"

export * from "./format.ts"
export * from "./runtime/index.ts"

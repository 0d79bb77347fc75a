export * from "./container.ts"
export * from "./pushes.ts"
export * from "./recorder.ts"

export * from "./pushes.ts"
export * from "./recorder.ts"

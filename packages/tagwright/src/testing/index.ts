export * from "./container.ts"

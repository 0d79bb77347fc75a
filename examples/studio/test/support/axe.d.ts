import type { AxeResults } from "axe-core"

declare global {
  interface Window {
    /** Put into the page by the tests */
    axe: { run(): Promise<AxeResults> }
  }
}

/** What we use of Eleventy's configuration object (Eleventy 3 ships no types). */
export interface EleventyConfig {
  directories: { output: string }
  ignores: { add(pattern: string): unknown }
  versionCheck(range: string): void
  on(event: "eleventy.before" | "eleventy.after", work: (info: { outputMode?: string; runMode?: string; directories?: { output: string } }) => Promise<void>): void
  addTransform(name: string, change: (this: { page: { outputPath: string | false } }, content: string) => Promise<string>): void
  addWatchTarget(file: string): void
  addGlobalData(name: string, data: () => Promise<unknown>): void
  addAsyncShortcode(name: string, write: (event: string, params?: Record<string, unknown>) => Promise<string>): void
}

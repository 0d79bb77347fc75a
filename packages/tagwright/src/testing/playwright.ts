import type { CategoryChoice } from "@tagwright/formats"
import { differences, problemsIn, readPlan, type ExpectedPush } from "./pushes.ts"

/** What of Playwright's page is used here: so this works with every version, and needs none of its packages. */
interface Page {
  evaluate<Argument>(work: string | ((argument: Argument) => unknown), argument?: Argument): Promise<unknown>
  addInitScript(script: string): Promise<unknown>
  exposeFunction(name: string, work: (message: unknown) => void): Promise<unknown>
}

/** The messages of a page's visitor, over all page loads. */
export interface Tracking {
  pushes: () => Record<string, unknown>[]
  /** Tells the kit a choice; the banner is not used. */
  choose: (choice: CategoryChoice) => Promise<void>
  /** In sentences, what is wrong with all that was pushed so far; empty when nothing is */
  problems: () => Promise<string[]>
}

const recordings = new WeakMap<object, unknown[]>()

/** Runs in the page before its own scripts. A site that replaces the whole array later is not heard. */
const RECORDER = `{
  const queue = (window.dataLayer = window.dataLayer || [])
  const push = queue.push
  queue.push = function (...all) {
    for (const message of all) if (typeof message === "object" && message && message.event) window.__tagwright_recorded(JSON.parse(JSON.stringify(message)))
    return push.apply(this, all)
  }
}`

const record = async (page: Page): Promise<unknown[]> => {
  const recorded: unknown[] = []
  recordings.set(page, recorded)
  await page.exposeFunction("__tagwright_recorded", (message) => recorded.push(message))
  await page.addInitScript(RECORDER)
  return recorded
}

const isMessage = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null
const messages = (page: object): Record<string, unknown>[] => (recordings.get(page) ?? missing()).filter(isMessage)
const missing = (): never => {
  throw new Error("nothing was recorded on this page: use the tracking fixture in this test")
}

/**
 * For Playwright Test: `const test = base.extend<{ tracking: Tracking }>(fixtures("tagwright.plan.ts"))`, then `test("…", async ({ page, tracking }) => …)`.
 * Without a file name the plan is found from the current folder upwards.
 */
export const fixtures = (plan?: string) => ({
  tracking: async ({ page }: { page: Page }, use: (tracking: Tracking) => Promise<void>): Promise<void> => {
    const recorded = await record(page)
    await use({
      pushes: () => recorded.filter(isMessage),
      choose: async (choice) => void (await page.evaluate((made: CategoryChoice) => Reflect.get(window, "tagwright")?.consent.update(made), choice)),
      problems: async () => problemsIn(await readPlan(plan), recorded),
    })
  },
})

const PATIENCE_MS = 5_000
const LOOK_AGAIN_MS = 50

/** Looks until nothing is wrong or patience is over: pushes follow what a visitor does a little later. */
const patiently = async (look: () => string[], timeout = PATIENCE_MS): Promise<{ pass: boolean; message: () => string }> => {
  const end = performance.now() + timeout
  let wrong = look()
  while (wrong.length > 0 && performance.now() < end) {
    await new Promise((next) => setTimeout(next, LOOK_AGAIN_MS))
    wrong = look()
  }
  return { pass: wrong.length === 0, message: () => wrong.join("\n") || "nothing was wrong" }
}

/** `expect.extend(matchers())`: for a page that has the tracking fixture. */
export const matchers = (plan?: string) => ({
  /** These events came: by name, or with the values that count. Others may have come as well. */
  toHavePushed: (page: object, expected: ExpectedPush, options: { timeout?: number } = {}) =>
    patiently(() => {
      const names = typeof expected === "string" ? [expected] : Object.keys(expected)
      return differences(messages(page).filter(({ event }) => names.includes(String(event))), [expected]).filter((line) => !line.endsWith("than expected"))
    }, options.timeout),
  /** Just these events came, in any order. */
  toHavePushedOnly: (page: object, expected: readonly ExpectedPush[], options: { timeout?: number } = {}) => patiently(() => differences(messages(page), expected), options.timeout),
  /** Everything pushed so far keeps to the plan. */
  toKeepToPlan: async (page: object) => {
    const wrong = problemsIn(await readPlan(plan), messages(page))
    return { pass: wrong.length === 0, message: () => wrong.join("\n") || "everything keeps to the plan" }
  },
})

/**
 * Measures the container runtime in Node and in Chromium: node packages/gtm/bench/runtime.ts
 * Ratios within one run are claims; milliseconds belong to the machine.
 */
import { gzipSync } from "node:zlib"
import { chromium, type Browser } from "playwright-core"
import { gtmJs, run } from "../src/runtime/index.ts"
import { container, condition, dlv, onEvent, plainTag, text, variable } from "../test/support/runtime-container.ts"

const EVENTS = 10_000
const TRIGGERS = 100
const BOOTS = 15

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Processor time since then: what counts when the machine is busy with other things. */
const cpuMs = (before: NodeJS.CpuUsage): number => {
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000
}

const many = (count: number) => {
  const triggers = Array.from({ length: count }, (_, index) => onEvent(`event_${index}`, { filter: [condition("EQUALS", "{{v}}", String(index % 7))] }))
  return container({ triggers, variables: [dlv("v", "v")], tags: triggers.map((one, index) => plainTag(`tag ${index}`, [one.name])) })
}

const inNode = (): void => {
  const pushes = Array.from({ length: EVENTS }, (_, index) => ({ event: `event_${index % TRIGGERS}`, v: index % 7 }))
  for (const explain of [false, true]) {
    const started = performance.now()
    const before = process.cpuUsage()
    const { requests } = run(many(TRIGGERS), pushes, { explain, ...(explain ? { onEvent: () => {} } : {}) })
    console.log(`Node: ${EVENTS} events × ${TRIGGERS} tags, ${explain ? "explained" : "plain"}: ${Math.round(performance.now() - started)} ms (${Math.round(cpuMs(before))} ms of processor time), ${requests.length} requests`)
  }
}

const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env["TAGWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })

const inPage = async (): Promise<void> => {
  const typical = container({
    triggers: ["lead", "sale", "signup"].map((name) => onEvent(name)), variables: [variable("id", "c", [text("value", "G-BENCH00001")]), dlv("v", "v")],
    tags: [{ name: "Google tag", type: "googtag", on: ["Init"], parameter: [text("tagId", "{{id}}")] },
      ...["lead", "sale", "signup"].map((name) => ({ name, type: "gaawe", on: [`on ${name}`], parameter: [text("eventName", name), text("measurementIdOverride", "{{id}}")] }))],
  })
  const scripts = { typical: await gtmJs(typical), many: await gtmJs(many(TRIGGERS)) }
  console.log(`Page script: ${(gzipSync(scripts.typical, { level: 9 }).length / 1000).toFixed(1)} KB gzip typical`)
  const browser = await openBrowser()
  const page = await browser.newPage()
  await page.route("**/*", (route) => (route.request().isNavigationRequest() ? route.fulfill({ contentType: "text/html", body: "<!doctype html><title>bench</title>" }) : route.fulfill({ status: 204 })))
  const boots: number[] = []
  for (let count = 0; count < BOOTS; count++) {
    await page.goto("https://bench.example/")
    boots.push(await page.evaluate((code) => {
      const started = performance.now()
      Reflect.set(window, "dataLayer", [{ event: "gtm.js", "gtm.start": Date.now() }])
      // oxlint-disable-next-line no-eval -- a script's evaluation is what is measured
      globalThis.eval(code)
      const evaluated = performance.now() - started
      return new Promise<number>((done) => setTimeout(() => done(evaluated), 0))
    }, scripts.typical))
  }
  await page.goto("https://bench.example/")
  const perEvent = await page.evaluate(async (code) => {
    Reflect.set(window, "dataLayer", [{ event: "gtm.js" }])
    // oxlint-disable-next-line no-eval -- as above
    globalThis.eval(code)
    await new Promise((done) => setTimeout(done, 50))
    const layer: { push: (message: object) => void } = Reflect.get(window, "dataLayer")
    const times: number[] = []
    for (let index = 0; index < 500; index++) {
      const started = performance.now()
      for (let inner = 0; inner < 20; inner++) layer.push({ event: "no such event", v: inner })
      times.push((performance.now() - started) / 20)
    }
    return times.sort((a, b) => a - b)[250]
  }, scripts.many)
  await browser.close()
  console.log(`Chromium: evaluation and boot ${median(boots).toFixed(1)} ms (median of ${BOOTS}); per event with ${TRIGGERS} triggers ${(perEvent ?? Number.NaN).toFixed(4)} ms`)
}

/** How time grows with events and with tags: twice as much should cost about twice as much. */
const growth = (): void => {
  const perEvent = (events: number, tags: number): number => {
    const pushes = Array.from({ length: events }, (_, index) => ({ event: `event_${index % tags}`, v: index % 7 }))
    const before = process.cpuUsage()
    run(many(tags), pushes, { explain: false })
    return (cpuMs(before) * 1000) / events
  }
  perEvent(1000, 10)
  for (const [events, tags] of [[5000, 100], [10_000, 100], [20_000, 100], [40_000, 100], [5000, 10], [5000, 1000], [5000, 5000]] as const)
    console.log(`Node: ${events} events × ${tags} tags: ${perEvent(events, tags).toFixed(0)} µs of processor time per event`)
}

const PUSHES = 100_000
const LOOKS = 5

/** What the page still holds after so many pushes, a tag firing on each; requests are taken and forgotten. */
const memory = async (): Promise<void> => {
  const browser = await openBrowser()
  const page = await browser.newPage()
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>bench</title>" }))
  await page.goto("https://bench.example/")
  const session = await page.context().newCDPSession(page)
  const held = async (): Promise<number> => {
    await session.send("HeapProfiler.collectGarbage")
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6
  }
  await page.evaluate(async (code) => {
    Reflect.set(window, "__tagwright_gtm_send", () => true)
    Reflect.set(window, "dataLayer", [{ event: "gtm.js" }])
    // oxlint-disable-next-line no-eval -- a script's evaluation is what is measured
    globalThis.eval(code)
    await new Promise((done) => setTimeout(done, 50))
  }, await gtmJs(many(TRIGGERS)))
  const seen = [await held()]
  for (let look = 0; look < LOOKS; look++) {
    await page.evaluate(async (count) => {
      const layer: { push: (message: object) => void } = Reflect.get(window, "dataLayer")
      for (let index = 0; index < count; index++) {
        layer.push({ event: `event_${index % 100}`, v: index % 7, detail: { index, text: `text ${index}` } })
        if (index % 1000 === 0) await new Promise((done) => setTimeout(done, 0))
      }
      await new Promise((done) => setTimeout(done, 100))
    }, PUSHES / LOOKS)
    seen.push(await held())
  }
  await browser.close()
  console.log(`Chromium: held after 0 to ${PUSHES} pushes, in ${LOOKS} steps: ${seen.map((mb) => mb.toFixed(2)).join(" ")} MB`)
}

inNode()
growth()
if (!process.argv.includes("--node")) {
  await inPage()
  await memory()
}

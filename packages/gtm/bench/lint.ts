/**
 * How long reading, linting and comparing take as containers grow. Run: node packages/gtm/bench/lint.ts
 * Figures to keep (issue "GTM containers"): lint of 1 MB within 300 ms after start; growth must stay linear.
 */
import { compareContainers, lint, readExport } from "../src/format.ts"
import { condition, container, customEvent, dlv, rows, spell, tag, template } from "../src/lint/build.ts"

const sizes = [50, 250, 1000, 2000, 4000]
/** The best of several runs: what the code costs, not what else the machine does. */
const runs = 5

const events = (count: number) =>
  container("WEB", {
    tag: Array.from({ length: count }, (_, index) =>
      tag(index + 1, `GA4 — event_${index}`, "gaawe", [template("eventName", `event_${index}`), template("measurementIdOverride", "G-AAAA000000"), rows("eventSettingsTable", ["parameter", "parameterValue"], { form_id: `{{dlv.form_${index}}}`, path: "{{dlv.form_0}}" })], [`${count + index + 1}`]),
    ),
    trigger: Array.from({ length: count }, (_, index) => customEvent(count + index + 1, `T — ${index}`, `event_${index}`, [condition("MATCH_REGEX", `{{dlv.form_${index}}}`, "^/(a|b)$")])),
    variable: Array.from({ length: count }, (_, index) => dlv(2 * count + index + 1, `dlv.form_${index}`, `form_${index}`)),
  })

const best = (work: () => unknown): number =>
  Math.min(
    ...Array.from({ length: runs }, () => {
      const start = performance.now()
      work()
      return performance.now() - start
    }),
  )

console.log("events        size      read      lint   compare   ms per MB (read + lint)")
for (const count of sizes) {
  const text = spell(events(count))
  const read = readExport(text, { file: "bench.json" })
  const [reading, linting, comparing] = [best(() => readExport(text, { file: "bench.json" })), best(() => lint(read)), best(() => compareContainers(read.export, read.export))]
  const megabytes = text.length / 1e6
  const cells = [String(count).padStart(6), `${megabytes.toFixed(2)} MB`.padStart(11), ...[reading, linting, comparing].map((ms) => `${ms.toFixed(0)} ms`.padStart(9)), ((reading + linting) / megabytes).toFixed(0).padStart(10)]
  console.log(cells.join(" "))
}

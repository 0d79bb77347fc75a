import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { createHash } from "node:crypto"
import { build } from "esbuild"
import { columns, length, rowOf } from "../report.ts"
import type { Run, Sample } from "../simulate.ts"
import type { Drawn } from "./drawn.ts"

const HOUR = 3_600_000
const MINUTE = 60_000
/** Rows of a table beside the charts */
const ROWS = 16
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const drawnOf = ({ scenario, samples, totals }: Run): Drawn => {
  const { destination, from, until } = scenario.trouble
  const own = (pick: (one: Sample["destinations"][string]) => number): number[] => samples.map(({ destinations }) => (destinations[destination] === undefined ? 0 : pick(destinations[destination])))
  const perMinute = scenario.sampleMs / MINUTE
  const rounded = (value: number): number => Number(value.toFixed(3))
  return {
    name: scenario.name,
    destination,
    hours: samples.map(({ at }) => rounded(at / HOUR)),
    trouble: [from / HOUR, until / HOUR],
    waiting: own(({ waiting }) => waiting),
    overdue: own(({ overdueMs }) => rounded(overdueMs / MINUTE)),
    othersOverdue: Object.keys(totals).length === 1 ? [] : samples.map(({ destinations }) => rounded(Math.max(0, ...Object.entries(destinations).map(([id, { overdueMs }]) => (id === destination ? 0 : overdueMs))) / MINUTE)),
    requests: own(({ requests }) => rounded(requests / perMinute)),
    arrivals: own(({ events }) => rounded(events / perMinute)),
  }
}

const charts = [
  { chart: "waiting", title: "Deliveries waiting", note: () => "" },
  { chart: "overdue", title: "Oldest due, minutes late", note: (others: boolean) => (others ? '<span class="key good"></span> the others' : "") },
  { chart: "requests", title: "Requests a minute", note: () => '<span class="key soft"></span> events arriving' },
]
const figure = (run: Run, { chart, title, note }: (typeof charts)[number]): string => {
  const hasOthers = Object.keys(run.totals).length > 1
  return `<figure><figcaption>${title} <small>${note(hasOthers)}</small></figcaption><div data-chart="${chart}" data-run="${run.scenario.name}" role="img" aria-label="${title}: the figures stand in the table below"></div></figure>`
}

const samplesTable = (drawn: Drawn): string => {
  const every = Math.max(1, Math.ceil(drawn.hours.length / ROWS))
  const rows = drawn.hours.flatMap((at, index) => ((index + 1) % every === 0 ? [[`${at.toFixed(2)} h`, drawn.waiting[index], drawn.overdue[index]?.toFixed(1), drawn.othersOverdue[index]?.toFixed(1) ?? "-", drawn.requests[index]?.toFixed(1), drawn.arrivals[index]?.toFixed(1)]] : []))
  const head = ["after", "waiting", "overdue, min", "the others, min", "requests a minute", "arriving a minute"]
  return `<details><summary>As a table</summary><div class="scroll" tabindex="0" role="region" aria-label="${drawn.name} over time"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell, index) => (index === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`)).join("")}</tr>`).join("")}</tbody></table></div></details>`
}

const lead = (run: Run): string => {
  const row = rowOf(run)
  const people = run.people === undefined ? "" : ` The person with most of the traffic waited ${length(run.people.giant)} in the middle, everybody else ${length(run.people.others)}.`
  const others = row.othersMostOverdueMs === undefined ? "" : row.othersMostOverdueMs < 1_000 ? " The others were never late." : ` The others were late by ${length(row.othersMostOverdueMs)} at most.`
  return `${row.requestsAnEvent.toFixed(2)} requests an event, ${row.busiestSecond} in the busiest second, at most ${row.mostInHand} deliveries in hand of ${row.mostWaiting.toLocaleString("en")} waiting; recovered after ${length(row.recoveredAfterMs)}, ${row.dead === 0 ? "none" : row.dead} dead.${others}${people}`
}

const section = (run: Run): string =>
  `<section id="${run.scenario.name}"><h2>${escaped(run.scenario.title)}</h2><p class="note">${escaped(lead(run))}</p><div class="charts">${charts.map((chart) => figure(run, chart)).join("")}</div>${samplesTable(drawnOf(run))}</section>`

const overview = (runs: readonly Run[]): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="All scenarios"><table><thead><tr>${columns.map(([heading]) => `<th scope="col">${heading}</th>`).join("")}</tr></thead><tbody>${runs
    .map((run) => `<tr>${columns.map(([, of], index) => (index === 0 ? `<th scope="row"><a href="#${run.scenario.name}">${of(rowOf(run))}</a></th>` : `<td>${of(rowOf(run))}</td>`)).join("")}</tr>`)
    .join("")}</tbody></table></div>`

const sha256 = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

/** All runs as one page that opens from disk: charts, and the same figures as tables. */
export const page = async (runs: readonly Run[]): Promise<string> => {
  const bundled = await build({ entryPoints: [new URL("main.ts", import.meta.url).pathname], bundle: true, minify: true, format: "iife", write: false, logLevel: "silent" })
  const script = bundled.outputFiles[0]?.text ?? ""
  const data = JSON.stringify(runs.map(drawnOf)).replaceAll("<", "\\u003c")
  const style = readFileSync(new URL("style.css", import.meta.url), "utf8") + readFileSync(createRequire(import.meta.url).resolve("uplot/dist/uPlot.min.css"), "utf8")
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src ${sha256(script)}"><title>The queue under trouble</title><style>${style}</style></head>
<body><main><h1>The queue under trouble</h1><p class="lead">The server's own store, dispatchers, breakers and schedule, on a clock that jumps from one event to the next. Shaded: while the destination is in trouble.</p>${overview(runs)}${runs.map(section).join("\n")}</main>
<script type="application/json" id="runs">${data}</script><script>${script}</script></body></html>\n`
}

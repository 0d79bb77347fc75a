import type { AlertCase, AlertEntry } from "./rule.ts"

/**
 * Multi-window burn rates for an objective over 30 days (Google, The Site Reliability Workbook, chapter 5): the long
 * window proves that it is no blip, the short one that it still goes on.
 */
const windows = [
  { long: "1h", short: "5m", rate: 14.4, severity: "page" },
  { long: "6h", short: "30m", rate: 6, severity: "page" },
  { long: "1d", short: "2h", rate: 3, severity: "ticket" },
  { long: "3d", short: "6h", rate: 1, severity: "ticket" },
] as const

/** `share(window)`: PromQL of the share that went wrong. `enough`: with few requests one failure is no trend. */
export const burnEntries = (share: (window: string) => string, budget: number, enough: string): AlertEntry[] =>
  windows.map(({ long, short, rate, severity }) => {
    const limit = Number((rate * budget).toPrecision(3))
    return { expr: `(${share(long)}) > ${limit} and (${share(short)}) > ${limit} and ${enough}`, severity, labels: { window: long } }
  })

export const burnCases = ({ good, bad }: { good: string; bad: string }): AlertCase[] => [
  {
    title: "one request in fifty fails for an hour and a half",
    series: { [good]: "0+98x120", [bad]: "0+2x120" },
    at: "100m",
    fires: windows.map(({ long, severity }) => ({ severity, window: long })),
  },
  { title: "it failed for a while, and is over", series: { [good]: "0+98x60 5980+100x60", [bad]: "0+2x60 120+0x60" }, at: "118m", fires: [{ severity: "ticket", window: "1d" }, { severity: "ticket", window: "3d" }] },
  { title: "one in ten thousand", series: { [good]: "0+9999x120", [bad]: "0+1x120" }, at: "100m", fires: [] },
]

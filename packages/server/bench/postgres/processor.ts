import { readdirSync, readFileSync } from "node:fs"

/** Clock ticks a second in /proc (sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on) */
const TICKS = 100

interface Usage {
  pid: number
  parent: number
  seconds: number
}
const usages = (): Usage[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Usage[] => {
      try {
        // The command may hold spaces and brackets: fields are counted from its end.
        const fields = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /, "").split(" ").map(Number)
        return [{ pid: Number(name), parent: fields[1] ?? 0, seconds: ((fields[11] ?? 0) + (fields[12] ?? 0)) / TICKS }]
      } catch {
        return []
      }
    })

/** Processor seconds of a process with its children, since it started; of the living */
export const processorSeconds = (pid: number): number => {
  const all = usages()
  return all.filter((one) => one.pid === pid || one.parent === pid).reduce((sum, { seconds }) => sum + seconds, 0)
}

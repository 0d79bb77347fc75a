import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const parentOf = (pid: string): number => {
  try {
    // The name of the program stands in brackets and may hold anything.
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1])
  } catch {
    return 0
  }
}
/** A process and everything it started, itself first (Linux). */
export const family = (pid: number): number[] => {
  const children = new Map<number, number[]>()
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue
    const parent = parentOf(name)
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const of = (one: number): number[] => [one, ...(children.get(one) ?? []).flatMap(of)]
  return of(pid)
}

/** Signals a process and everything it started. It is stopped first, so that nothing new escapes; those that are gone are gone. */
export const signalFamily = (pid: number, signal: NodeJS.Signals): void => {
  process.kill(pid, "SIGSTOP")
  for (const one of family(pid)) {
    try {
      process.kill(one, signal)
    } catch {
      continue
    }
  }
}

/** The PostgreSQL that runs on this folder, by its pid file. */
export const postmaster = (data: string): number | undefined => {
  try {
    const pid = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0])
    return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data) ? pid : undefined
  } catch {
    return undefined
  }
}

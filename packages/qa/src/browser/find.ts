import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A program on the PATH, or where distributions put those that are not on it. */
export const findProgram = (name: string, env: Record<string, string | undefined> = process.env): string | undefined =>
  [...(env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"].map((folder) => join(folder, name)).find(isExecutable)

interface Names {
  variable: string
  /** Cannot open a window. First where none is wanted: without the windows that nobody sees, QA takes about half the processor time (docs/benchmarks.md). */
  windowless: string[]
  usual: string[]
  commands: string[]
}
const names: Record<"chromium" | "firefox", Names> = {
  chromium: { variable: "TAGWRIGHT_CHROMIUM", windowless: ["/usr/bin/chromium-headless-shell"], usual: ["/usr/bin/chromium"], commands: ["chromium", "chromium-browser", "google-chrome"] },
  firefox: { variable: "TAGWRIGHT_FIREFOX", windowless: [], usual: ["/usr/bin/firefox-esr"], commands: ["firefox-esr", "firefox"] },
}

/** The browser on this machine: named by the variable, where Debian puts it, or on the PATH. Undefined: none of them. `headed`: one with a window. */
export const findBrowser = (engine: "chromium" | "firefox", { headed = false, env = process.env }: { headed?: boolean; env?: Record<string, string | undefined> } = {}): string | undefined => {
  const { variable, windowless, usual, commands } = names[engine]
  const named = env[variable]
  // Whoever names a browser means that one: another in its place would be a silent surprise.
  if (named !== undefined && named !== "") return isExecutable(named) ? named : undefined
  const onPath = (env["PATH"] ?? "").split(delimiter).flatMap((folder) => commands.map((command) => join(folder, command)))
  return [...(headed ? [] : windowless), ...usual, ...onPath].find(isExecutable)
}

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

// The headless shell first: without the windows that nobody sees, QA takes about half the processor time (docs/benchmarks.md).
const names: Record<"chromium" | "firefox", { variable: string; usual: string[]; commands: string[] }> = {
  chromium: { variable: "TAGWRIGHT_CHROMIUM", usual: ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"], commands: ["chromium", "chromium-browser", "google-chrome"] },
  firefox: { variable: "TAGWRIGHT_FIREFOX", usual: ["/usr/bin/firefox-esr"], commands: ["firefox-esr", "firefox"] },
}

/** The browser on this machine: named by the variable, where Debian puts it, or on the PATH. Undefined: none of them. */
export const findBrowser = (engine: "chromium" | "firefox", env: Record<string, string | undefined> = process.env): string | undefined => {
  const { variable, usual, commands } = names[engine]
  const named = env[variable]
  // Whoever names a browser means that one: another in its place would be a silent surprise.
  if (named !== undefined && named !== "") return isExecutable(named) ? named : undefined
  const onPath = (env["PATH"] ?? "").split(delimiter).flatMap((folder) => commands.map((command) => join(folder, command)))
  return [...usual, ...onPath].find(isExecutable)
}

import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { chromium, type Browser } from "playwright-core"

const onPath = (name: string): string[] => (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name))

const executable = (): string => {
  const places = [process.env["TAGWRIGHT_CHROMIUM"], "/usr/bin/chromium", ...onPath("chromium"), ...onPath("google-chrome"), chromium.executablePath()]
  const found = places.find((place) => place !== undefined && existsSync(place))
  if (found === undefined) throw new Error("No Chromium found. Install it, or name it in TAGWRIGHT_CHROMIUM.")
  return found
}

/** Root cannot use the sandbox (Chromium, "Running without sandbox"). */
export const launch = (): Promise<Browser> => chromium.launch({ executablePath: executable(), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })

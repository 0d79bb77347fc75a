import { Fault, sha256 } from "@tagwright/formats"
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { delimiter, dirname, join } from "node:path"

/** Never part of a site's sources. */
const notSources = new Set(["node_modules", ".git", ".tagwright", ".11ty-vite"])

/** sha256 over every file of a folder and its path, hex; `without` names folders to leave out. */
export const digestOfFolder = async (folder: string, without: readonly string[] = []): Promise<string> => {
  if (!existsSync(folder)) return sha256("")
  const hash = createHash("sha256")
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const kept = files.filter((file) => !file.slice(folder.length + 1).split("/").some((part) => notSources.has(part) || without.includes(part)))
  for (const file of kept.sort()) hash.update(file.slice(folder.length)).update(await readFile(file))
  return hash.digest("hex")
}

/** Runs the site's own build command in the plan's folder. Throws a Fault with the end of its output when it fails. */
export const buildSite = async (command: string, folder: string, environment: string, env: Record<string, string | undefined>): Promise<void> => {
  const tools = [dirname(process.execPath), ...ancestors(folder).map((one) => join(one, "node_modules", ".bin"))]
  const output: string[] = []
  const child = spawn(command, { cwd: folder, shell: true, env: { ...env, PATH: [...tools, env["PATH"]].join(delimiter), TAGWRIGHT_ENV: environment }, stdio: ["ignore", "pipe", "pipe"] })
  child.stdout.on("data", (chunk) => output.push(String(chunk)))
  child.stderr.on("data", (chunk) => output.push(String(chunk)))
  const code = await new Promise<number | null>((settle) => child.on("close", settle))
  if (code === 0) return
  const lines = output.join("").trim().split("\n")
  const last = lines.filter((line) => !/^\s+at /.test(line)).slice(-12).join("\n")
  throw new Fault("caller", `the site's build failed: ${command} (exit code ${String(code)})\n${last}\n`, `Run it in ${folder} and mend what it says`)
}

const ancestors = (folder: string): string[] => (dirname(folder) === folder ? [folder] : [folder, ...ancestors(dirname(folder))])

/**
 * `npm run rehearse`: what the people of a real project do once, done by people who do not exist. Makes their test keys
 * (`.tagwright/test-keys`), and takes every course that nobody has taken yet. What is already there is left alone.
 */
import { resolvePlan } from "@tagwright/compiler"
import { courseFor } from "@tagwright/operations"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { main, processIo } from "tagwright/cli"
import { testKey } from "./test-keys.ts"

const folder = join(import.meta.dirname, "..")
const keys = join(folder, ".tagwright", "test-keys")
const keyFile = (person: string): string => join(keys, `${person}.pem`)
const io = { ...processIo(), cwd: folder, err: () => {} }
/** Runs a command line of Tagwright here; answers what it printed. */
const tagwright = async (...args: string[]): Promise<string> => {
  let said = ""
  const code = await main(args, { ...io, out: (text) => void (said += text) })
  if (code !== 0) throw new Error(`tagwright ${args[0] ?? ""}: ${said}`)
  return said
}

const { plan } = await resolvePlan(join(folder, "tagwright.plan.ts"))
if (plan === undefined) throw new Error("the plan has errors: run tagwright check")
mkdirSync(keys, { recursive: true })
for (const person of Object.keys(plan.people)) writeFileSync(keyFile(person), testKey(person).export({ format: "pem", type: "pkcs8" }), { mode: 0o600 })

const { missing }: { missing: { person: string; role: string }[] } = JSON.parse(await tagwright("train", "--json"))
for (const { person, role } of missing)
  await tagwright("train", "--role", role, "--key", keyFile(person), "--answers", courseFor(plan, role).questions.map(({ right }) => right + 1).join(","))
if (missing.length > 0) console.error(`Test people took ${missing.length} courses, each signed with a test key.`)

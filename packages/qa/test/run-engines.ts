/** `npm run engines -w packages/qa`: the contract of the browser port and the tiny journey in every engine of this machine. */
import { spawnSync } from "node:child_process"
import { join } from "node:path"

const root = join(import.meta.dirname, "../../..")
const files = ["engines", "browser-contract"].map((name) => `packages/qa/test/${name}.test.ts`)
const { status } = spawnSync(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), "run", "--maxWorkers", "1", ...files], { cwd: root, stdio: "inherit", env: { ...process.env, TAGWRIGHT_ENGINES: "all" } })
process.exitCode = status ?? 2

// npm test: installs what is missing, then runs every test.
import { runPinned, setup } from "./setup.mjs"

setup()
process.exitCode = await runPinned(["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)])

// Runs a program of the repository on the pinned Node, after installing what is missing: node tools/run.mjs FILE ARGS…
import { runPinned, setup } from "./setup.mjs"

setup()
process.exitCode = await runPinned(process.argv.slice(2))

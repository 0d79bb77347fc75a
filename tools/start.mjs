// npm start: installs what is missing, lets the example's made-up people do their part, then runs the main job on it.
import { runPinned, setup } from "./setup.mjs"

setup()
process.exitCode = (await runPinned(["examples/studio/people/rehearse.ts"])) || (await runPinned(["packages/tagwright/bin/tagwright.js", "run", "--cwd", "examples/studio", ...process.argv.slice(2)]))

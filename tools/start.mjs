// npm start: installs what is missing, then runs the main job on the example site.
import { runPinned, setup } from "./setup.mjs"

setup()
process.exitCode = runPinned(["packages/tagwright/bin/tagwright.js", "run", "--cwd", "examples/studio", ...process.argv.slice(2)])

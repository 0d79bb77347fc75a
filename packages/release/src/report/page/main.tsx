import { listenToKeys, restoreTheme } from "@tagwright/pages"
import { render } from "preact"
import { App } from "./app.tsx"
import { loadSummary } from "./data.ts"
import { shortcuts } from "./keys.ts"

const root = document.getElementById("app")
restoreTheme()
if (root !== null)
  void loadSummary().then((summary) => {
    render(<App summary={summary} />, root)
    listenToKeys(shortcuts)
  })

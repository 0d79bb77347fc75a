import { render } from "preact"
import { App } from "./app.tsx"
import { loadSummary } from "./data.ts"
import { listenToKeys } from "./keys.ts"
import { restoreTheme } from "./theme.tsx"

const root = document.getElementById("app")
restoreTheme()
if (root !== null)
  void loadSummary().then((summary) => {
    render(<App summary={summary} />, root)
    listenToKeys()
  })

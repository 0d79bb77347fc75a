import { render } from "preact"
import { App } from "./app.tsx"
import { listenToKeys } from "./keys.ts"
import { listenToLinks } from "./route.ts"
import { restoreTheme } from "./theme.tsx"

const root = document.getElementById("app")
restoreTheme()
listenToLinks()
listenToKeys()
if (root !== null) render(<App />, root)

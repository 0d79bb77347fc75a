import { listenToKeys, restoreTheme } from "@tagwright/pages"
import { render } from "preact"
import { App } from "./app.tsx"
import { shortcuts } from "./keys.ts"
import { listenToLinks } from "./route.ts"

const root = document.getElementById("app")
restoreTheme()
listenToLinks()
listenToKeys(shortcuts)
if (root !== null) render(<App />, root)

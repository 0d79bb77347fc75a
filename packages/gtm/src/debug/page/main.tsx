import { render } from "preact"
import { App } from "./app.tsx"
import { restoreTheme } from "./theme.tsx"

const root = document.getElementById("app")
restoreTheme()
if (root !== null) render(<App />, root)

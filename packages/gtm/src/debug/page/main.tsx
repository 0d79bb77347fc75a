import { restoreTheme } from "@tagwright/pages"
import { render } from "preact"
import { App } from "./app.tsx"

const root = document.getElementById("app")
restoreTheme()
if (root !== null) render(<App />, root)

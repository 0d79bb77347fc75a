import { render } from "preact"
import { Live } from "./live-view.tsx"
import { restoreTheme } from "./theme.tsx"

const root = document.getElementById("app")
restoreTheme()
if (root !== null) render(<Live />, root)

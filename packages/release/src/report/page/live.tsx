import { restoreTheme } from "@tagwright/pages"
import { render } from "preact"
import { Live } from "./live-view.tsx"

const root = document.getElementById("app")
restoreTheme()
if (root !== null) render(<Live />, root)

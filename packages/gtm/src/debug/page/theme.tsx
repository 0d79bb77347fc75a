/** Light, dark or what the system says; a browser without storage just forgets it. */
const KEY = "tagwright-preview-theme"
type Theme = "light" | "dark"

const stored = (): string | null => {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

const show = (theme: Theme): void => {
  document.documentElement.dataset["theme"] = theme
}

export const restoreTheme = (): void => {
  const theme = stored()
  if (theme === "light" || theme === "dark") show(theme)
}

const turn = (): void => {
  const shown = document.documentElement.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")
  const next: Theme = shown === "dark" ? "light" : "dark"
  show(next)
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // It holds until the page is closed.
  }
}

export const ThemeButton = () => (
  <button type="button" class="icon" onClick={turn} aria-label="Switch between light and dark" title="Light or dark">
    ◐
  </button>
)

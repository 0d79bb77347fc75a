/** Light, dark or what the system says. Kept for this folder only; a browser without storage just forgets it. */
const KEY = "tagwright-report-theme"
type Theme = "light" | "dark"

const read = (): Theme | undefined => {
  try {
    const value = localStorage.getItem(KEY)
    return value === "light" || value === "dark" ? value : undefined
  } catch {
    return undefined
  }
}
const apply = (theme: Theme | undefined) => {
  if (theme !== undefined) document.documentElement.dataset["theme"] = theme
}
export const restoreTheme = (): void => apply(read())

const toggle = (): void => {
  const shown = document.documentElement.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")
  const next: Theme = shown === "dark" ? "light" : "dark"
  apply(next)
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // Nothing to keep it in: it holds until the page is closed.
  }
}

export const ThemeButton = () => (
  <button type="button" class="plain" onClick={toggle} aria-label="Switch between light and dark" title="Light or dark">
    ◐
  </button>
)

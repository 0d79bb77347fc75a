/** Light, dark or what the system says. Kept for the page's origin; a browser without storage just forgets it. */
const KEY = "tagwright-theme"
type Theme = "light" | "dark"

const read = (): Theme | undefined => {
  try {
    const value = localStorage.getItem(KEY)
    return value === "light" || value === "dark" ? value : undefined
  } catch {
    return undefined
  }
}
const apply = (theme: Theme | undefined): void => {
  if (theme !== undefined) document.documentElement.dataset["theme"] = theme
}
export const restoreTheme = (): void => apply(read())
const isDark = (): boolean => (document.documentElement.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark"

const toggle = (): void => {
  const next: Theme = isDark() ? "light" : "dark"
  apply(next)
  // Whatever is painted on a canvas has to be painted anew.
  dispatchEvent(new Event("themechange"))
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

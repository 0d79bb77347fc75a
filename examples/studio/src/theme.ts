const root = document.documentElement
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches)

/** The choice is kept only when someone makes one; private windows may refuse to keep it. */
const remember = (theme: string) => {
  try {
    localStorage.setItem("theme", theme)
  } catch {}
}

/** Light or dark by hand; the system's setting rules until then. */
export const mindTheme = () => {
  const toggle = document.querySelector("[data-theme-toggle]")
  const tell = () => toggle?.setAttribute("aria-pressed", String(isDark()))
  tell()
  toggle?.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark"
    remember(root.dataset.theme)
    tell()
  })
}

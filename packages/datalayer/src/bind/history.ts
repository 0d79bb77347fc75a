import { on, safe } from "../kit.ts"
import { tellViews, type Views } from "./load.ts"

/** A fragment is a place on the page, except where a router made an address of it: #/cart, #!/cart. */
const addressOf = (href: string): string => href.replace(/#(?![!/]).*/, "")

/**
 * Views of pages that change without a load, in single-page apps. A task later, because routers render, and set the title, after
 * they have changed the address.
 */
export const moves = (views: Views): void => {
  let seen = addressOf(location.href)
  const look = safe(() => {
    if (seen !== (seen = addressOf(location.href))) setTimeout(safe(() => tellViews(views)))
  })
  ;(["pushState", "replaceState"] as const).forEach((name) => {
    const native = history[name]
    history[name] = function (...args) {
      native.apply(this, args)
      look()
    }
  })
  on("popstate", look)
  on("hashchange", look)
}

import type { Feature } from "../../config.ts"
import { on, safe } from "../../kit.ts"
import { readCookie } from "../../world/cookies.ts"
import { choose } from "../choice.ts"

/** Klaro: the cookie `klaro` maps services to yes or no; name the services as the plan's categories. Its manager can be watched once it is there. */
export const klaro: Feature = (kit) => {
  const read = safe(kit, (known?: boolean) => {
    const said: unknown = JSON.parse(readCookie("klaro") ?? "null")
    if (typeof said === "object" && said !== null) choose(kit, Object.fromEntries(Object.entries(said)), known)
  })
  read(true)
  on(kit, "load", () => Reflect.get(window, "klaro")?.getManager?.().watch({ update: (_manager: unknown, name: string) => name === "saveConsents" && read() }))
}

import { on, safe } from "../../kit.ts"
import { readCookie } from "../../world/cookies.ts"
import { choose } from "../choice.ts"

/** Klaro: the cookie `klaro` maps services to yes or no; name the services as the plan's categories. Its manager can be watched once it is there. */
export const klaro = (): void => {
  const read = safe((known?: boolean) => {
    const said: unknown = JSON.parse(readCookie("klaro") || "null")
    if (typeof said === "object" && said !== null) choose(Object.fromEntries(Object.entries(said)), known)
  })
  read(true)
  on("load", () => Reflect.get(window, "klaro")?.getManager?.().watch({ update: (_manager: unknown, name: string) => name === "saveConsents" && read() }))
}

import { listen, type Active, type ListenerStart } from "./listening.ts"

/** Uncaught errors of the page (fact B4). */
export const jsErrors: ListenerStart = ({ host, push }) => {
  const active: Active[] = []
  listen(host.window, "error", (event) => {
    // Elements that fail to load raise an error event too, without a message.
    const message: unknown = Reflect.get(event, "message")
    if (typeof message !== "string") return
    push({
      event: "gtm.pageError", "gtm.errorMessage": message, "gtm.errorUrl": Reflect.get(event, "filename"), "gtm.errorLineNumber": Reflect.get(event, "lineno"),
      "gtm.triggers": active.map((one) => one.uniqueId).join(","),
    })
  })
  return (one) => void active.push(one)
}

import { count, defineGate, type Observed } from "../gate.ts"
import { placeName } from "../observe/choice.ts"

const codes = {
  "personal-data-push": "Send the value as a parameter with `privacy: personal`: the kit then keeps it out of the data layer.",
  "personal-data-request": "Take the value out of the address or body: drop the parameter, or shorten the page address before it is sent.",
  "personal-data-cookie": "Do not keep personal values in cookies; keep the lead_id and look the person up on the server.",
  "personal-data-storage": "Do not keep personal values in the browser's storage; keep the lead_id and look the person up on the server.",
  "personal-data-title": "Take personal values out of page titles, or send the page's key instead of its title.",
  "personal-data-referrer": "Submit the form with POST, so that its values never stand in an address; set a Referrer-Policy.",
  "personal-data-server-payload": "Name the destinations that may get the parameter with `only`, and remove it from the others' fields.",
  "personal-data-log": "Log the kind and the fingerprint of a value, never the value.",
  "personal-data-evidence": "Mask the value before it is recorded; then run `tagwright qa` again and delete this evidence.",
  "personal-parameter-in-push": "Use the kit's track(): it splits personal parameters off before the data layer is touched.",
} as const

const codeOf: Record<Observed<"personal-data">["place"], keyof typeof codes> = {
  push: "personal-data-push",
  request: "personal-data-request",
  cookie: "personal-data-cookie",
  storage: "personal-data-storage",
  title: "personal-data-title",
  referrer: "personal-data-referrer",
  "server-payload": "personal-data-server-payload",
  log: "personal-data-log",
  evidence: "personal-data-evidence",
}

/** Kind, place and name say enough to find it; the value is never told. */
const describe = ({ type, place, name, event, destination, via }: Observed<"personal-data">): string =>
  `${type} in ${place} ${JSON.stringify(name)}` +
  (event === undefined ? "" : ` of ${event}`) +
  (destination === undefined ? "" : `, on its way to ${destination}`) +
  (via.length > 0 ? ` (found through ${via.join(" → ")})` : "")

/** P1 — Zero personal data violations. */
export const P1 = defineGate({
  id: "P1",
  needs: ["push", "request"],
  reads: ["personal-data"],
  codes,
  judge({ of, plan, finding }) {
    const personal = new Set(Object.values(plan.parameters).flatMap(({ id, privacy }) => (privacy === "personal" || privacy === "sensitive" ? [id] : [])))
    const found = of("personal-data").map((seen) => finding(codeOf[seen.place], describe(seen), [seen]))
    const reported = new Set(of("personal-data").map((seen) => `${seen.event}\n${seen.name}`))
    const pushed = of("push").flatMap((push) =>
      push.event === undefined || !Object.hasOwn(plan.events, push.event) || typeof push.message !== "object" || push.message === null
        ? []
        : Object.keys(push.message)
            .filter((name) => personal.has(name) && !reported.has(`${push.event}\n${name}`))
            .map((name) => finding("personal-parameter-in-push", `${name} is a personal parameter, and ${push.event} carries it in the data layer (${placeName(push)})`, [push])),
    )
    return {
      summary: `${count(of("push").length, "push")} and ${count(of("request").length, "request")} were searched; ${
        found.length + pushed.length === 0 ? "no personal data was found" : `personal data was found ${count(found.length + pushed.length, "time")}`
      }.`,
      findings: [...found, ...pushed],
    }
  },
})

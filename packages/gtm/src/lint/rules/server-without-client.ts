import { client, container } from "../build.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A server container without client",
  why: "Clients answer requests and make events of them; without one nothing ever fires.",
  fix: "Add the GA4 client that new server containers come with.",
  bad: () => container("SERVER", {}),
  good: () => container("SERVER", { client: [client(1, "GA4", "gaaw_client", [])] }),
  *check({ kind, version, partial }) {
    if (kind === "server" && !partial && (version.client ?? []).length === 0) yield { path: ["containerVersion"], message: "the server container has no client" }
  },
}

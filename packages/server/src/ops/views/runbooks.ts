import type { OpsRunbook } from "@tagwright/formats"
import { deadLetterPage, runbooks } from "@tagwright/operations"
import { HttpError, jsonAnswer } from "../../http/answer.ts"
import type { Guarded } from "../guarded.ts"
import type { ServerContext } from "../../context.ts"

const pathOf: Readonly<Record<string, (name: string) => string>> = { alerts: (name) => `runbooks/alerts/${name}.md`, "dead-letters": deadLetterPage }

/** `GET /ops/api/runbooks/:kind/:name`: the runbooks of this very version; the same ones `tagwright docs` writes. */
export const runbookRoutes = ({ runtime }: ServerContext, guarded: Guarded) => [
  guarded("GET", "/ops/api/runbooks/:kind/:name", "read", (_call, { kind = "", name = "" }) => {
    const found = runbooks.get((Object.hasOwn(pathOf, kind) ? pathOf[kind]?.(name) : undefined) ?? "")
    if (found === undefined) throw new HttpError(404, "no_such_runbook")
    const { title, runbook } = found
    const answer: OpsRunbook = { title, ...runbook, escalate: { system: runbook.escalate, ...runtime.plan.operations.owners[runbook.escalate] } }
    return jsonAnswer(200, answer)
  }),
]

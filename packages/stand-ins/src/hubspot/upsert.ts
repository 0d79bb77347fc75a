import type { Reply } from "../http/route.ts"
import { listOf, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"
import { write, type Portal } from "./contacts.ts"
import { judgeInput, judgeInputs } from "./rules.ts"

const correlationId = "00000000-0000-4000-8000-000000000000"

export const failure = (status: number, category: string, message: string, problems: Problem[] = [{ code: category, message }]): Reply => ({
  status,
  body: { status: "error", message, correlationId, category },
  problems,
})

const text = (properties: unknown): Record<string, string | null> => Object.fromEntries(Object.entries(objectOf(properties)).map(([name, value]) => [name, value === null ? null : String(value)]))

const errorOf = (input: unknown, problems: Problem[]): Json => {
  const trace = objectOf(input)["objectWriteTraceId"]
  return {
    status: "error",
    category: "VALIDATION_ERROR",
    message: `Property values were not valid: ${problems.map((problem) => problem.message).join("; ")}`,
    context: { ids: [String(objectOf(input)["id"])], ...(trace !== undefined && { objectWriteTraceId: [String(trace)] }) },
    errors: problems.map(({ code, message }) => ({ code, message })),
  }
}

const resultOf = (portal: Portal, input: unknown): Json => {
  const { id, properties, objectWriteTraceId } = objectOf(input)
  const { contact, isNew } = write(portal, String(id), text(properties))
  return { ...contact, new: isNew, ...(objectWriteTraceId !== undefined && { objectWriteTraceId }) }
}

/** All good: 200. Some bad: 207 with both lists, joined by objectWriteTraceId. All bad: 400. */
export const upsertBatch = (portal: Portal, body: unknown): Reply => {
  const inputs = objectOf(body)["inputs"]
  const wrong = judgeInputs(inputs)
  if (wrong.length > 0) return failure(400, "VALIDATION_ERROR", `Invalid input JSON: ${wrong[0]?.message}`, wrong)
  const judged = listOf(inputs).map((input, i) => ({ input, problems: judgeInput(input, portal, `inputs[${i}]`) }))
  const problems = judged.flatMap((one) => one.problems)
  const good = judged.filter((one) => one.problems.length === 0)
  if (good.length === 0) return failure(400, "VALIDATION_ERROR", problems.map((problem) => problem.message).join("; "), problems)
  const at = new Date(portal.clock()).toISOString()
  const bad = judged.filter((one) => one.problems.length > 0)
  return {
    status: bad.length > 0 ? 207 : 200,
    body: {
      status: "COMPLETE",
      results: good.map(({ input }) => resultOf(portal, input)),
      startedAt: at,
      completedAt: at,
      ...(bad.length > 0 && { numErrors: bad.length, errors: bad.map(({ input, problems: own }) => errorOf(input, own)) }),
    },
    problems,
  }
}

import { parentPort, workerData } from "node:worker_threads"
import type { OperationRecord, ServerPlan } from "@tagwright/formats"
import { compilePlan } from "../plan/runtime.ts"
import { openSnapshots, type Place } from "../store/open-snapshots.ts"
import { isAway, isCancelled } from "../store/postgres/connect.ts"
import { factsOf } from "./facts.ts"
import { answers, type Input, type QuestionName } from "./questions.ts"

/** Figures read many rows; on a thread of their own they delay no visitor's request, on either engine. */
export interface Request {
  id: number
  name: QuestionName
  input: Input<QuestionName>
  now: number
  records: readonly OperationRecord[]
}
export interface ThreadData {
  database: Place
  plan: ServerPlan
  environment: string
}
/** `events`: how many the days have that were asked about; `unavailable`: nothing is wrong with the question, the database cannot answer now */
export type Response = { id: number; answer: unknown; events: number } | { id: number; error: string; unavailable: string | undefined }

const { database, plan, environment }: ThreadData = workerData
const runtime = compilePlan(plan, environment)
const snapshots = openSnapshots(database)

const answer = ({ id, name, input, now, records }: Request): Promise<Response> =>
  snapshots.look(async (reader) => {
    const facts = await factsOf(reader, runtime, records, { now, days: input.days })
    // The pair of name and input was typed where it was asked; the message port forgets that.
    return { id, answer: await Reflect.apply(answers[name], undefined, [facts, input]), events: facts.scope.events }
  })
const complaint = (id: number, error: unknown): Response => ({
  id,
  error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  unavailable: isCancelled(error) ? "query_too_slow" : isAway(error) ? "database_away" : undefined,
})

/** One question after the other: they share a connection, and the snapshot on it. */
let last: Promise<unknown> = Promise.resolve()
parentPort?.on("message", (request: Request) => {
  last = last
    .then(() => answer(request))
    .catch((error: unknown) => complaint(request.id, error))
    .then((response) => parentPort?.postMessage(response))
})

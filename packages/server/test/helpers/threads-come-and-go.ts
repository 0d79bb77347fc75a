import { Worker } from "node:worker_threads"
import { startWorker } from "../../src/start-worker.ts"

/** A process whose threads make Node strip the types of many files: `node threads-come-and-go.ts ours|plain`. */
const file = new URL("strips-much.ts", import.meta.url)
const start = process.argv[2] === "ours" ? () => startWorker(file, undefined) : () => new Worker(file)
const ended = (thread: Worker): Promise<void> => new Promise((resolve, reject) => thread.on("exit", () => resolve()).on("error", reject))

console.log("threads")
for (let round = 0; round < 2; round++) await Promise.all([1, 2, 3, 4].map(() => ended(start())))

import { setFlagsFromString } from "node:v8"
import { Worker } from "node:worker_threads"

/**
 * Node strips the types of its sources by WebAssembly, in every thread anew, and V8 shares what it compiled among the threads. The V8 of Node 24 (13.6)
 * may free such code while another thread takes it up, and ends the process with a trap (seen twice in a test run; later versions mark
 * what is dying first). Code that is never freed cannot be taken up too late; forty threads, one after the other, took no more memory for it. Only where sources run.
 */
const keepStripperAlive = (file: URL): void => {
  if (file.pathname.endsWith(".ts")) setFlagsFromString("--no-wasm-code-gc")
}

/** Starts a thread of ours; every thread of the server starts here. */
export const startWorker = (file: URL, workerData: unknown): Worker => {
  keepStripperAlive(file)
  return new Worker(file, { workerData })
}

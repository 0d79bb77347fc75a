import { runLoad } from "../run-load.ts"
import { startEngines } from "./engines.ts"
import { collectBody, startNodes } from "./nodes.ts"

const WARM_MS = 3_000
const SHARE = 0.8

/** One ingest process at 80 % of what it takes at most: time to the acknowledgement, counted from when a request was due. */
export const latency = async ([seconds = "20"]: readonly string[]): Promise<object> => {
  const engines = await startEngines()
  const [node] = await startNodes(engines, await engines.cluster.create(), 1)
  if (node === undefined) throw new Error("no node started")
  const url = `${node.url}/collect`
  const most = async (): Promise<number> => (await runLoad("load.ts", { url, connections: 64, ms: WARM_MS, body: collectBody })).perSecond
  await most()
  const perSecond = SHARE * (await most())
  const steady = await runLoad("steady.ts", { url, perSecond, ms: Number(seconds) * 1000, body: collectBody })
  await node.kill()
  await engines.close()
  return { "80 % load, requests per second": Math.round(perSecond), "sent and answered per second": Math.round(steady.perSecond), "p50, ms": Number(steady.p50.toFixed(1)), "p99, ms": Number(steady.p99.toFixed(1)), failures: steady.failures }
}

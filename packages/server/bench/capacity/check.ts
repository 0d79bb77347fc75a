import { availableParallelism } from "node:os"
import { median } from "../median.ts"
import { startEngines } from "../postgres/engines.ts"
import { postmasterOf, slice, startNodes, type Slice } from "../postgres/nodes.ts"
import { onOneMachine, type Costs } from "./model.ts"

const COUNTS = [1, 2, 4]
const SLICES = 3

/** What the model says of 1, 2 and 4 receiving processes on this machine, beside what they do. */
export const check = async (costs: Costs): Promise<object> => {
  const engines = await startEngines()
  const database = await engines.cluster.create()
  const postmaster = await postmasterOf(database)
  const processors = availableParallelism()
  const found: Record<string, object> = {}
  for (const count of COUNTS) {
    const running = await startNodes(engines, database, count)
    await slice(database, running, postmaster)
    const slices: Slice[] = []
    for (let index = 0; index < SLICES; index++) slices.push(await slice(database, running, postmaster))
    for (const node of running) await node.kill()
    const of = (pick: (one: (typeof slices)[number]) => number): number => median(slices.map(pick))
    const perSecond = of((one) => one.perSecond)
    const ours = of((one) => ((one.nodes + one.database) / one.perSecond) * 1e6)
    const generatorMicros = of((one) => (one.load / one.perSecond) * 1e6)
    // What others on the machine leave to us counts, not what it has.
    const busy = of((one) => one.nodes + one.database + one.load)
    const says = onOneMachine(costs, { processors: busy, generatorMicros })
    found[`${count} process${count === 1 ? "" : "es"}`] = {
      "events a second": { measured: Math.round(perSecond), model: Math.round(says), ratio: Number((says / perSecond).toFixed(2)) },
      "processor time of nodes and database, µs an event": { measured: Math.round(ours), model: costs.ingestMicros + costs.databaseEventMicros },
      "processors busy": Number(busy.toFixed(2)),
      of: processors,
    }
  }
  await engines.close()
  return found
}

import { rmSync } from "node:fs"
import { join } from "node:path"
import { rowsIn } from "../../ops/client.ts"
import type { Drill } from "../drill.ts"
import type { DrillWorld } from "../world.ts"

const events = async (world: DrillWorld): Promise<number> => rowsIn(await world.get("/ops/api/events"), "events").length
const backup = ({ folder }: DrillWorld): string => join(folder, "backup.sqlite")

/** The disk with the database is lost; the last backup is what there is. */
export const dbRestore: Drill = {
  page: "runbooks/alerts/StoreBroken.md",
  detectedBy: "the server that does not answer (ServerDown)",
  damage: async (world) => {
    const [event] = Object.values(world.plan.events).filter(({ source }) => source === "browser")
    await world.collect([{ name: event?.name ?? "" }, { name: event?.name ?? "" }], "drill-kept")
    if (world.webhook !== undefined) await world.pay("cs_drill_kept", "drill-kept")
    const made = await world.cli("serve", "backup", "--data", world.data, "--to", backup(world))
    if (made.code !== 0) throw new Error(`no backup: ${made.err}`)
    world.notes.set("events", String(await events(world)))
    world.values.set("BACKUP", backup(world))
    world.values.set("DATA", world.data)
    await world.stop()
    for (const name of ["tagwright.sqlite", "tagwright.sqlite-wal", "tagwright.sqlite-shm"]) rmSync(join(world.data, name), { force: true })
  },
  detected: async (world) => (await world.cli("status")).code === 2,
  steps: [
    { say: "Restore the last backup, every page of it checked.", command: "tagwright serve restore --from $BACKUP --data $DATA" },
    { say: "Start the server on it.", act: (world) => world.start() },
    { say: "Is it well?", command: "tagwright status" },
  ],
  recovered: async (world) => String(await events(world)) === world.notes.get("events"),
}

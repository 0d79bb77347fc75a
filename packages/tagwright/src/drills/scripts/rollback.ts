import { createServer, type AddressInfo } from "node:net"
import { join } from "node:path"
import { makeSandbox, type Sandbox } from "../sandbox.ts"
import { supervise, type Supervised } from "../supervised-server.ts"
import type { Drill } from "../drill.ts"
import type { DrillWorld } from "../world.ts"

interface Place {
  sandbox: Sandbox
  server: Supervised
}
const places = new WeakMap<DrillWorld, Place>()
const placeOf = (world: DrillWorld): Place => {
  const place = places.get(world)
  if (place === undefined) throw new Error("the drill has not begun")
  return place
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address: AddressInfo | string | null = probe.address()
      probe.close(() => done(address !== null && typeof address === "object" ? address.port : 0))
    })
  })

/** Which plan runs, by its digest. */
const running = async (world: DrillWorld): Promise<string> => {
  const { server } = placeOf(world)
  const answer = await fetch(`${server.url}/ops/api/status`, { headers: { authorization: `Bearer ${world.token}` } })
  const status: unknown = await answer.json()
  return typeof status === "object" && status !== null && "planDigest" in status ? String(status.planDigest) : ""
}

/** A release turns out to be bad after it went live: the one before comes back, everywhere. */
export const rollback: Drill = {
  page: "change-management.md",
  detectedBy: "K10: an incident that names the release",
  damage: async (world) => {
    const request = join(world.folder, "restart-request")
    const sandbox = makeSandbox(world, { deploy: { folder: join(world.folder, "live"), restart: `touch ${request}` } })
    const port = await freePort()
    const server = supervise({ plan: join(world.folder, "live/current/server/plan.json"), environment: "production", data: join(world.folder, "live-data"), port, adminToken: world.token, request })
    places.set(world, { sandbox, server })
    world.cleanups.push(server.close)
    world.values.set("SERVER", server.url)
    world.values.set("SANDBOX", sandbox.folder)
    for (const [version, extra] of [["1.0.0", {}], ["1.1.0", { bad_event: { describe: "Should not have gone live", on: { click: "b" }, to: ["ga4"] } }]] as const) {
      await sandbox.release(version, extra)
      const deployed = await world.cli("deploy", join(sandbox.folder, `releases/release-v${version}`), "--env", "production", "--without-containers", "--server", server.url)
      if (deployed.code !== 0) throw new Error(deployed.err)
      if (version === "1.0.0") world.notes.set("good", await running(world))
    }
    await world.cli("incident", "open", "--severity", "SEV2", "--summary", "figures went wrong with the release", "--release", "v1.1.0", "--server", server.url)
  },
  detected: async (world) => (await world.cli("kpis", "K10", "--server", placeOf(world).server.url, "--json")).out.includes("v1.1.0 caused the incident"),
  steps: [{ say: "Bring the release before back.", command: "tagwright rollback --env production --without-containers --server $SERVER --cwd $SANDBOX" }],
  recovered: async (world) => (await running(world)) === world.notes.get("good"),
}

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Outage, startTagManager } from "@tagwright/stand-ins"
import type { ContainerExport } from "@tagwright/formats"
import { createPace, type DeployInput, findContainer, openTagManager, type TagManager } from "../../src/deploy/index.ts"
import { samples } from "../support/samples.ts"

export const publicId = "GTM-NLTEST1"

/** Time that passes only when somebody waits: tests take no time, quotas hold all the same. */
const fakeTime = () => {
  let now = Date.UTC(2026, 10, 25)
  return { now: () => now, sleep: async (ms: number) => void (now += ms) }
}

/** A stand-in with one container that nobody has touched, signed in to, with a folder for backups. */
export const online = async (usageContext: "web" | "server" = "web") => {
  const time = fakeTime()
  const standIn = await startTagManager({ containers: [{ publicId, usageContext }], token: "let-me-in", clock: time.now })
  const folder = mkdtempSync(join(tmpdir(), "tagwright-deploy-"))
  const said: string[] = []
  const sign = (token: string): TagManager => openTagManager({ credentials: { kind: "token", token }, pace: createPace(time), url: standIn.url, progress: (what) => void said.push(what) })
  const tagManager = sign("let-me-in")
  const container = await findContainer(tagManager, publicId)
  return {
    time,
    standIn,
    tagManager,
    container,
    said,
    sign,
    backups: join(folder, "backups"),
    input: (wanted: ContainerExport): DeployInput => ({ container, wanted, production: true, approval: { by: "decision", decisionDigest: "d".repeat(64), container: wanted }, backups: join(folder, "backups"), journal: join(folder, "journal.json"), now: time.now, name: "Release", notes: "" }),
    /** A call that somebody else makes, once the quota has room for it. */
    elsewhere: async (method: string, path: string): Promise<number> => {
      await time.sleep(100_000)
      const { status } = await fetch(`${standIn.url}/tagmanager/v2/${path}`, { method, headers: { authorization: "Bearer let-me-in" } })
      return status
    },
    breakDown: (outage: Outage) => standIn.breakDown(outage),
    close: async () => {
      await standIn.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const sample = (name: string): ContainerExport => {
  const found = samples.find(([title]) => title === name)
  if (!found) throw new Error(`no sample ${name}: ${samples.map(([title]) => title).join(", ")}`)
  return found[1]()
}

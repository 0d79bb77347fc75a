import { Fault, type DeploymentRecord, type ResolvedPlan } from "@tagwright/formats"
import { openBundle, OPERATIONS_FILE, readOperations, releaseCopy, type ApplyInput, type Receipt } from "@tagwright/release"
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import type { Io } from "../command.ts"
import { tellServer } from "../operations/tell-server.ts"
import { tagManagerPort } from "./containers.ts"
import { runRestart } from "./restart.ts"
import { smokeJourney } from "./smoke.ts"

export interface PrepareInput {
  /** Folder with bundle and release.json */
  releaseDir: string
  environment: string
  /** In place of the plan's */
  folder?: string | undefined
  server?: string | undefined
  withoutContainers: boolean
  io: Io
}

export interface Prepared {
  apply: ApplyInput
  /** Where the server answers */
  server: string
}

/** Everything outside that a deployment touches, from the release's own plan and the environment's variables. */
export const prepare = ({ releaseDir, environment, io, ...given }: PrepareInput): Prepared => {
  const { plan } = openBundle(join(releaseDir, "bundle"))
  const target = environmentOf(plan, environment)
  const folder = folderOf(plan, environment, given.folder, io.cwd)
  const server = given.server ?? target.deploy?.server
  const token = io.env["TAGWRIGHT_ADMIN_TOKEN"]
  if (server === undefined || token === undefined)
    throw new Fault("caller", server === undefined ? `where the server of ${environment} answers is not known` : "TAGWRIGHT_ADMIN_TOKEN is not set", "A deployment proves itself: give --server (or deploy.server in the plan) and the server's token")
  const restart = target.deploy?.restart
  const dirOf = (name: string): string => (existsSync(releaseCopy(folder, name)) ? releaseCopy(folder, name) : releaseDir)
  const kinds = target.gtmServer === undefined ? (["web"] as const) : (["web", "server"] as const)
  return { server, apply: {
    folder,
    environment,
    containers: given.withoutContainers
      ? undefined
      : {
          kinds,
          port: tagManagerPort({ env: io.env, folder, releaseDir: dirOf, environmentName: environment, environment: target, decisionDigest: decisionOf(releaseDir), progress: (what) => io.err(`    ${what}\n`), now: Date.now }),
        },
    restart: () => (restart === undefined ? Promise.resolve() : runRestart(restart, io.cwd, io.env)),
    smoke: (release) => {
      const opened = openBundle(join(dirOf(release), "bundle"))
      return smokeJourney({ plan: opened.plan, planDigest: opened.manifest.planDigest, environment, server, token })
    },
    now: Date.now,
    onStep: (title, direction) => io.err(direction === "apply" ? `  ${title}\n` : `  taking back: ${title}\n`),
  } }
}

export const folderOf = (plan: ResolvedPlan, environment: string, given: string | undefined, cwd: string): string => {
  const folder = given ?? environmentOf(plan, environment).deploy?.folder
  if (folder === undefined) throw new Fault("caller", `where releases of ${environment} are put is not known`, "Give --folder, or deploy.folder of the environment in the plan")
  return resolve(cwd, folder)
}

const environmentOf = (plan: ResolvedPlan, name: string) => {
  const environment = plan.site.environments[name]
  if (environment === undefined) throw new Fault("caller", `the plan has no environment "${name}"`, `Use one of ${Object.keys(plan.site.environments).join(", ")}`)
  return environment
}

const decisionOf = (releaseDir: string): string => {
  const manifest: unknown = JSON.parse(readFileSync(join(releaseDir, "release.json"), "utf8"))
  return typeof manifest === "object" && manifest !== null && "decisionDigest" in manifest ? String(manifest.decisionDigest) : ""
}

/**
 * Tells the server's ledger what was done (K10), and what the release knows of documents, people and drills (K6, K8, K9).
 * The receipt on disk is the proof; a server that cannot be told changes nothing.
 */
export const reportReceipt = async (receipt: Receipt, { apply, server }: Prepared, io: Io): Promise<void> => {
  const record: DeploymentRecord = {
    kind: "deployment",
    at: receipt.endedAt,
    release: receipt.outcome === "rolled-back" ? (receipt.previous ?? receipt.release) : receipt.release,
    environment: receipt.environment,
    outcome: receipt.outcome,
    digest: receipt.digest,
    ...(receipt.live === null ? {} : { live: receipt.live }),
  }
  const known = receipt.live === null ? undefined : readOperations(join(releaseCopy(apply.folder, receipt.live), "evidence", OPERATIONS_FILE))
  await tellServer([...(known?.records ?? []), record], server, io)
    .catch((error: unknown) => io.err(`  the server's ledger was not told: ${error instanceof Error ? error.message : "no reason"}\n`))
}

export const describeReceipt = ({ outcome, release, environment, reason, live, steps }: Receipt): string => {
  const words = { deployed: `${release} is live in ${environment}`, "rolled-back": `${environment} is back at ${release}`, undone: `${environment} is as it was (${live ?? "nothing"}): ${reason ?? ""}` }
  return `${steps.map(({ id, state, detail }) => `  ${id.padEnd(17)} ${state.padEnd(7)} ${detail}`).join("\n")}\n${words[outcome]}\n`
}

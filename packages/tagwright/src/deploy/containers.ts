import { bundlePaths, Fault, type ContainerExport, type PlanEnvironment } from "@tagwright/formats"
import { apiUrlFrom, createPace, credentialsFrom, deploy, DeployError, findContainer, liveVersion, openTagManager, planDeploy, planRollback, rollback, usualPaceMs, type Container, type TagManager } from "@tagwright/gtm/deploy"
import { readExport } from "@tagwright/gtm"
import { readState, type ContainerPort } from "@tagwright/release"
import { readFileSync } from "node:fs"
import { join } from "node:path"

export interface ContainersInput {
  env: Readonly<Record<string, string | undefined>>
  /** The place the environment's releases stand in; backups and journals of Tag Manager stand there too */
  folder: string
  /** Folder of a release by its name */
  releaseDir(release: string): string
  environmentName: string
  environment: PlanEnvironment
  decisionDigest: string
  progress(what: string): void
  now(): number
}

type Kind = "web" | "server"

/** Tag Manager's API as a deployment needs it. Only what the decision covers goes live, and only after what it replaces was backed up. */
export const tagManagerPort = (input: ContainersInput): ContainerPort => {
  const { env, folder, environment, environmentName, now } = input
  const url = apiUrlFrom(env)
  const tagManager = openTagManager({ credentials: credentialsFrom(env), pace: createPace({ now, sleep: (ms) => new Promise((done) => setTimeout(done, ms)) }, url === undefined ? usualPaceMs : 0), ...(url === undefined ? {} : { url }), progress: input.progress })
  const found = new Map<Kind, Promise<Container>>()
  const containerOf = (kind: Kind): Promise<Container> => {
    const known = found.get(kind) ?? findContainer(tagManager, publicIdOf(environment, kind))
    found.set(kind, known)
    return known
  }
  const targetOf = async (kind: Kind) => ({ container: await containerOf(kind), production: !environment.testMode, backups: join(folder, "containers"), now })
  return {
    live: async (kind) => (await liveVersion(tagManager, await containerOf(kind)))?.id,
    bringBack: async (version, kind) => {
      const target = await targetOf(kind)
      await rollback(tagManager, target, await planRollback(tagManager, target, version))
    },
    deploy: async (release, kind) => {
      const target = await targetOf(kind)
      const before = readState(folder).history.findLast((one) => one.release === release)?.containers[kind]
      if (before !== undefined && (await broughtBack(tagManager, target, before))) return before
      const wanted = containerIn(input.releaseDir(release), kind, environmentName)
      const deployment = { ...target, wanted, approval: { by: "decision" as const, decisionDigest: input.decisionDigest, container: wanted }, name: release, notes: `Tagwright ${release}, decision ${input.decisionDigest}`, journal: join(folder, `container-${kind}.journal.json`) }
      const live = await deploy(tagManager, deployment, await planDeploy(tagManager, deployment))
      const version = live?.versionId ?? (await liveVersion(tagManager, target.container))?.id
      if (version === undefined) throw new Fault("peer", `${target.container.publicId} has no live version after it was published`, "Look at the container in Tag Manager, then run the command again")
      return version
    },
  }
}

/** A release that was live before: its very version, as long as Tag Manager still has it. */
const broughtBack = async (tagManager: TagManager, target: Parameters<typeof rollback>[1], version: string): Promise<boolean> => {
  try {
    await rollback(tagManager, target, await planRollback(tagManager, target, version))
    return true
  } catch (error) {
    if (error instanceof DeployError && (error.code === "backup-missing" || error.code === "api-missing")) return false
    throw error
  }
}

const publicIdOf = (environment: PlanEnvironment, kind: Kind): string => {
  const id = kind === "web" ? environment.gtm : environment.gtmServer
  if (id === undefined) throw new Fault("plan", "the environment has no server container", "Give it gtmServer in the plan")
  return id
}

const containerIn = (releaseDir: string, kind: Kind, environment: string): ContainerExport => {
  const file = join(releaseDir, "bundle", bundlePaths.container(kind, environment))
  return readExport(readFileSync(file, "utf8"), { file }).export
}

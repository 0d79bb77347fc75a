import { keepCopy, linked, readState, switchTo, writeState } from "./place.ts"
import type { DeployStep } from "./step.ts"

/** Tag Manager, as a deployment needs it. What goes live is compared with what was approved before it does. */
export interface ContainerPort {
  /** Makes the release's container live; answers the version's number. Safe to repeat. */
  deploy(release: string, kind: "web" | "server"): Promise<string>
  /** Brings a version back that was live before. Safe to repeat. */
  bringBack(version: string, kind: "web" | "server"): Promise<void>
  /** The version that is live now */
  live(kind: "web" | "server"): Promise<string | undefined>
}
export interface StepsInput {
  folder: string
  /** The release's own folder, verified */
  from: string
  release: string
  digest: string
  previous: string | undefined
  environment: string
  containers: { port: ContainerPort; kinds: readonly ("web" | "server")[] } | undefined
  /** Makes the server read its plan again */
  restart(): Promise<void>
  /** Proves that the release with this name is what runs; throws with what is wrong */
  smoke(release: string): Promise<string>
  now(): number
}

/** In this order nothing is ever sent that its receiver does not know: the server first, what pages load last. */
export const deploySteps = (input: StepsInput): DeployStep[] => [copyStep(input), switchStep(input), ...containerSteps(input), smokeStep(input), rememberStep(input)]

const copyStep = ({ folder, from, release }: StepsInput): DeployStep => ({
  id: "copy",
  title: "Copy the release",
  apply: async () => {
    keepCopy(folder, from, release)
    return `releases/${release}`
  },
  // A whole copy harms nobody; it may be the very release that is live.
  undo: async () => "the copy stays",
})

const switchStep = ({ folder, release, previous, restart }: StepsInput): DeployStep => ({
  id: "switch",
  title: "Switch kit and server plan",
  apply: async () => {
    switchTo(folder, release)
    await restart()
    return `current is ${release}`
  },
  undo: async () => {
    if (linked(folder) !== previous) switchTo(folder, previous)
    await restart()
    return `current is ${previous ?? "nothing"}`
  },
})

const containerSteps = ({ folder, containers, release }: StepsInput): DeployStep[] =>
  (containers?.kinds ?? []).map((kind): DeployStep => {
    const port = containers?.port
    return {
      id: `container-${kind}`,
      title: `Publish the ${kind} container`,
      apply: async () => (port === undefined ? "" : `version ${await port.deploy(release, kind)}`),
      undo: async () => {
        // Asked only now: what this release wrote down was undone before.
        const before = readState(folder).history.at(-1)?.containers[kind]
        if (port === undefined || before === undefined) return "there is no version to go back to"
        if ((await port.live(kind)) !== before) await port.bringBack(before, kind)
        return `version ${before}`
      },
    }
  })

const smokeStep = ({ smoke, release, previous }: StepsInput): DeployStep => ({
  id: "smoke",
  title: "Smoke journey",
  apply: () => smoke(release),
  undo: async () => (previous === undefined ? "nothing is live" : "the release before runs again once its steps are undone"),
})

const rememberStep = ({ folder, release, digest, containers, now }: StepsInput): DeployStep => ({
  id: "remember",
  title: "Write down what is live",
  apply: async () => {
    const state = readState(folder)
    if (state.live === release && state.history.at(-1)?.digest === digest) return release
    const versions = await Promise.all((containers?.kinds ?? []).map(async (kind) => [kind, await containers?.port.live(kind)] as const))
    const known = Object.fromEntries(versions.flatMap(([kind, version]) => (version === undefined ? [] : [[kind, version]])))
    writeState(folder, { version: 1, live: release, history: [...state.history, { release, digest, at: now(), containers: known }] })
    return release
  },
  undo: async () => {
    const state = readState(folder)
    if (state.live !== release) return "nothing was written"
    const history = state.history.slice(0, -1)
    writeState(folder, { version: 1, live: history.at(-1)?.release ?? null, history })
    return history.at(-1)?.release ?? "nothing"
  },
})

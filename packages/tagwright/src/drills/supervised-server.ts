import { existsSync, rmSync } from "node:fs"
import { startServerProcess, type ServerProcess } from "../world/server-process.ts"

const LOOK_MS = 20

export interface Supervised {
  url: string
  close(): Promise<void>
}
export interface SuperviseInput {
  /** Server plan below `current` of a place */
  plan: string
  environment: string
  data: string
  port: number
  adminToken: string
  /** When this file is there, the server is started again; the plan's restart command touches it */
  request: string
}

/** What systemd does for a deployment: starts the server once there is a plan, and again whenever it is asked to. */
export const supervise = ({ plan, environment, data, port, adminToken, request }: SuperviseInput): Supervised => {
  const end = new AbortController()
  let server: ServerProcess | undefined
  const loop = async (): Promise<void> => {
    while (!end.signal.aborted) {
      if (existsSync(request)) {
        rmSync(request)
        await server?.stop()
        server = existsSync(plan) ? await startServerProcess({ plan, environment, data, port, adminToken, env: {} }) : undefined
      }
      await new Promise((done) => setTimeout(done, LOOK_MS))
    }
    await server?.stop()
  }
  const ended = loop()
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      end.abort()
      await ended
    },
  }
}

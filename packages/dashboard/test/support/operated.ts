import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { documentsIn } from "tagwright"
import { main, processIo } from "tagwright/cli"
import { TOKEN, type World } from "./world.ts"

const DAY_MS = 86_400_000

/** The example as `npm start` left it: its run, its drills, its courses; and where its releases are put. */
export interface Operated {
  documents: ReturnType<typeof documentsIn>
  /** Signs, releases, deploys to the world, and does what a team does in a week */
  operate(world: World): Promise<void>
  close(): void
}

export const operated = (studio: string): Operated => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-operated-"))
  const releases = join(folder, "releases")
  const beside = (name: string): string => join(studio, ".tagwright", name)
  const io = processIo()
  const run = async (world: World, ...args: string[]): Promise<void> => {
    let said = ""
    const note = (text: string): void => void (said += text)
    const code = await main(args, { ...io, cwd: studio, out: note, err: note, env: { ...process.env, TAGWRIGHT_ADMIN_TOKEN: TOKEN, TAGWRIGHT_SERVER: world.server.url } })
    if (code !== 0) throw new Error(`tagwright ${args.join(" ")}: ${said}`)
  }
  return {
    documents: documentsIn({ bundle: beside("bundle"), evidence: beside("evidence"), releases }),
    operate: async (world) => {
      rmSync(beside("evidence/signatures"), { recursive: true, force: true })
      const { people }: { people: Record<string, { roles: string[] }> } = JSON.parse(readFileSync(beside("bundle/plan.json"), "utf8"))
      for (const [person, { roles }] of Object.entries(people)) for (const role of roles) await run(world, "sign", "--role", role, "--key", beside(`test-keys/${person}.pem`))
      await run(world, "release", "--version", "1.0.0", "--out", releases)
      await run(world, "deploy", join(releases, "release-v1.0.0"), "--env", "production", "--without-containers", "--folder", join(folder, "live"), "--server", world.server.url)
      await world.tell("reconcile/stripe", { since: Date.now() - 8 * DAY_MS })
      const spent = [["google", "cpc", "quotes_autumn", 8_400], ["instagram", "paid_social", "studio_portraits", 5_150], ["podcast", "audio", "autumn_guests", 12_000], ["instagram", "paid_social", "reels_test", 900]] as const
      const days = Array.from({ length: 7 }, (_, back) => new Date(Date.now() - back * DAY_MS).toISOString().slice(0, 10))
      await world.tell("spend", { rows: days.flatMap((day) => spent.map(([source, medium, campaign, minor]) => ({ day, source, medium, campaign, currency: "EUR", minor }))) })
      await run(world, "incident", "open", "--severity", "SEV3", "--summary", "Newsletter sign-ups reach MailerLite late")
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

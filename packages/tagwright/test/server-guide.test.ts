import { spawn } from "node:child_process"
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, onTestFinished, test } from "vitest"
import { startStandIns } from "@tagwright/stand-ins"

const guide = readFileSync(new URL("../../../docs/server.md", import.meta.url), "utf8")
const bin = fileURLToPath(new URL("../bin/tagwright.js", import.meta.url))
const section = guide.slice(guide.indexOf("## Practise it"), guide.indexOf("## Destinations"))
const blocks = (language: string): string[] => [...section.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text = ""]) => text)

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0))
    })
  })

/** Runs a script of the guide, in the guide's own words; answers what it said. */
const run = (script: string, cwd: string, env: Record<string, string>): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    const shell = spawn("bash", ["-eu", "-c", `trap 'kill -9 $server 2> /dev/null || true' EXIT\nserver=\n${script}`], { cwd, env: { ...process.env, ...env } })
    let said = ""
    for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (chunk) => (said += String(chunk)))
    shell.on("close", (code) => resolve({ code, said }))
  })

describe("the server's guide, executed", () => {
  test("deploy it, break each destination in turn, read the dead letters, mend, replay: nothing is lost", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tagwright-practice-"))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const vendors = await startStandIns({ links: {}, webhookSecret: "whsec_x", siteUrl: "https://shop.example", mailerlite: { groups: ["Letter"] } })
    onTestFinished(vendors.close)
    const command = join(folder, "tagwright")
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`)
    chmodSync(command, 0o755)
    const [plan = ""] = blocks("yaml")
    writeFileSync(join(folder, "tagwright.plan.yaml"), plan)
    const { hubspot, mailerlite, pipedrive } = vendors.urls
    const done = await run(blocks("sh").join("\n"), folder, {
      PATH: `${folder}:${process.env["PATH"]}`,
      TAGWRIGHT_PORT: String(await freePort()),
      TAGWRIGHT_HUBSPOT_URL: hubspot,
      TAGWRIGHT_MAILERLITE_URL: mailerlite,
      TAGWRIGHT_PIPEDRIVE_URL: pipedrive,
    })
    expect(done.code, done.said).toBe(0)
    for (const said of ["secret_missing", "econnrefused", "http_404"]) expect(done.said).toContain(said)
    for (const [vendor, name] of [["hubspot", "crm"], ["mailerlite", "letter"], ["pipedrive", "sales"]] as const) {
      const bodies = JSON.stringify(vendors.received(vendor).map(({ body }) => body))
      for (const person of ["ann", "bob", "cy", "dan", "eve"]) expect(bodies, `${name} knows ${person}`).toContain(`${person}@example.com`)
    }
    expect(readFileSync(join(folder, "server.log"), "utf8")).not.toContain("@example.com")
  }, 180_000)
})

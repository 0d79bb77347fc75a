import { spawn } from "node:child_process"
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, onTestFinished, test } from "vitest"
import { startStandIns } from "@tagwright/stand-ins"
import { onPostgres } from "../../server/test/postgres/suite.ts"

const bin = fileURLToPath(new URL("../bin/tagwright.js", import.meta.url))
/** The code of a guide's practice, block after block. */
const practice = (guide: "server" | "scale-out", language: "sh" | "yaml"): string[] => {
  const text = readFileSync(new URL(`../../../docs/${guide}.md`, import.meta.url), "utf8")
  const [, section = ""] = text.split("\n## Practise it\n")
  const [own = ""] = section.split("\n## ")
  return [...own.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(([, code = ""]) => code)
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0))
    })
  })

/** Runs a guide's practice, in its own words, in a folder with its plan, against stand-ins; whatever it started ends with it. */
const run = async (guide: "server" | "scale-out", env: Record<string, string>) => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-practice-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const vendors = await startStandIns({ links: {}, webhookSecret: "whsec_x", siteUrl: "https://shop.example", mailerlite: { groups: ["Letter"] } })
  onTestFinished(vendors.close)
  const command = join(folder, "tagwright")
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`)
  chmodSync(command, 0o755)
  const [plan = ""] = practice("server", "yaml")
  writeFileSync(join(folder, "tagwright.plan.yaml"), plan)
  const { hubspot, mailerlite, pipedrive } = vendors.urls
  const urls = { TAGWRIGHT_HUBSPOT_URL: hubspot, TAGWRIGHT_MAILERLITE_URL: mailerlite, TAGWRIGHT_PIPEDRIVE_URL: pipedrive }
  const script = `trap 'kill -9 $(jobs -p) 2> /dev/null || true' EXIT\n${practice(guide, "sh").join("\n")}`
  const done = await new Promise<{ code: number | null; said: string }>((resolve) => {
    const shell = spawn("bash", ["-eu", "-c", script], { cwd: folder, env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}`, ...urls, ...env } })
    let said = ""
    for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (chunk) => (said += String(chunk)))
    shell.on("close", (code) => resolve({ code, said }))
  })
  expect(done.code, done.said).toBe(0)
  return { folder, said: done.said, told: (vendor: "hubspot" | "mailerlite" | "pipedrive") => JSON.stringify(vendors.received(vendor).map(({ body }) => body)) }
}
/** Half a minute each; ten times that where ten others work. Nothing but a hang should end them. */
const patience = 600_000
const VENDORS = ["hubspot", "mailerlite", "pipedrive"] as const

describe("the guides, executed", () => {
  test("the server's: deploy it, break each destination in turn, read the dead letters, mend, replay: nothing is lost", async () => {
    const { folder, said, told } = await run("server", { TAGWRIGHT_PORT: String(await freePort()) })
    for (const reason of ["secret_missing", "econnrefused", "http_404"]) expect(said).toContain(reason)
    for (const vendor of VENDORS) for (const person of ["ann", "bob", "cy", "dan", "eve"]) expect(told(vendor), `${vendor} knows ${person}`).toContain(`${person}@example.com`)
    expect(readFileSync(join(folder, "server.log"), "utf8")).not.toContain("@example.com")
  }, patience)
})

onPostgres("the guides, executed on PostgreSQL", { durable: false }, (cluster) => {
  test("from one file to a cluster, through a crash and a rolling restart, and back to one file: nothing is lost", async () => {
    const ports = await Promise.all(Array.from({ length: 4 }, freePort))
    const { folder, told } = await run("scale-out", { PORTS: ports.join(" "), DATABASE: await cluster().create() })
    for (const vendor of VENDORS) for (const person of ["ann", "bob", "cy", "dan", "eve", "fay", "gus"]) expect(told(vendor), `${vendor} knows ${person}`).toContain(`${person}@example.com`)
    expect(readFileSync(join(folder, "node-one.log"), "utf8")).not.toContain("@example.com")
  }, patience)
})

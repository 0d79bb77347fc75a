import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { serverPlan, until } from "./support/world.ts"

const launcher = join(dirname(createRequire(import.meta.url).resolve("tagwright")), "..", "bin", "tagwright.js")
let folder = ""
let child: ChildProcess | undefined

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tagwright-serve-"))
  writeFileSync(join(folder, "plan.json"), JSON.stringify(await serverPlan()))
})
afterAll(async () => {
  child?.kill("SIGTERM")
  rmSync(folder, { recursive: true, force: true })
})

it("tagwright serve prints where the dashboard is and the one-time link, and the page comes with all its files", async () => {
  let [out, err] = ["", ""]
  child = spawn(process.execPath, [launcher, "serve", "--plan", join(folder, "plan.json"), "--data", join(folder, "data"), "--port", "0"], {
    env: { PATH: process.env["PATH"], TAGWRIGHT_LOG: "silent", TAGWRIGHT_PUBLIC_URL: "https://ops.northlight.example/" },
  })
  child.stdout?.on("data", (chunk) => void (out += String(chunk)))
  child.stderr?.on("data", (chunk) => void (err += String(chunk)))
  await until(() => err, (text) => text.includes("/ops/welcome#"), 30_000)
  const [, url = ""] = /dashboard at (\S+)\/ops/.exec(out) ?? []
  expect(err).toMatch(/https:\/\/ops\.northlight\.example\/ops\/welcome#[\w-]{43}\n/)
  const page = await fetch(`${url}/ops`)
  const html = await page.text()
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/)
  const files = [...html.matchAll(/(?:src|href)="(\/ops\/assets\/[^"]+)"/g)].map(([, file = ""]) => file)
  expect(files.length).toBeGreaterThanOrEqual(3)
  for (const file of files) expect([file, (await fetch(url + file)).status]).toEqual([file, 200])
  expect((await fetch(`${url}/ops/api/overview`)).status).toBe(401)
  const token = err.split("#")[1]?.trim()
  const begun = await fetch(`${url}/ops/api/enrol/begin`, { method: "POST", body: JSON.stringify({ token }) })
  expect(begun.status).toBe(200)
})

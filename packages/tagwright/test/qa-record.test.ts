import { findBrowser } from "@tagwright/qa"
import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished, test, expect } from "vitest"

const program = join(import.meta.dirname, "../bin/tagwright.js")
const XVFB = "/usr/bin/Xvfb"
const headed = (): string | undefined => findBrowser("chromium", { headed: true, env: { PATH: process.env["PATH"] } })
const missing = !existsSync(XVFB) ? "no Xvfb on this machine" : headed() === undefined ? "no Chromium with a window on this machine" : undefined

test("whoever wants a window gets no browser that cannot open one", () => {
  expect(headed() ?? "").not.toContain("headless-shell")
})

/** A screen that nobody looks at; answers its name. */
const screen = async (): Promise<string> => {
  const xvfb = spawn(XVFB, ["-displayfd", "1", "-screen", "0", "1280x900x24"], { stdio: ["ignore", "pipe", "ignore"] })
  onTestFinished(() => void xvfb.kill())
  const [number] = await once(xvfb.stdout, "data")
  return `:${String(number).trim()}`
}

/** A site of one page, and the promise that a browser shows it. */
const site = async (): Promise<{ url: string; visited: Promise<void> }> => {
  const visit = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html").end("<!doctype html><title>One page</title><h1>One page</h1>")
    if (request.headers["user-agent"]?.includes("Chrome/")) response.once("finish", visit.resolve)
  })
  onTestFinished(() => void server.close())
  await once(server.listen(0, "127.0.0.1"), "listening")
  const address = server.address()
  return { url: `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`, visited: visit.promise }
}

const everything = async (child: ChildProcess): Promise<string> => {
  let text = ""
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()))
  await once(child, "exit")
  return text
}

const title = "qa record opens a window, and Ctrl-C ends it with what was recorded"
test.skipIf(missing !== undefined)(missing === undefined ? title : `${title} [not run: ${missing}]`, async () => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-record-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { url, visited } = await site()
  const env = { ...process.env, DISPLAY: await screen(), TAGWRIGHT_CHROMIUM: undefined }
  const child = spawn(process.execPath, [program, "qa", "record", "--site", url], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] })
  onTestFinished(() => void child.kill("SIGKILL"))
  const said = everything(child)
  await visited
  child.kill("SIGINT")
  expect(await said).toContain("visit: /")
  expect(child.exitCode).toBe(0)
})

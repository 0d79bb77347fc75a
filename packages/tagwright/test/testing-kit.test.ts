import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

test("tagwright/testing works in Node's own test runner: what holds passes, what does not fails with the reason", async () => {
  const file = fileURLToPath(new URL("fixtures/container-kit.ts", import.meta.url))
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...env } = process.env
  const out = await new Promise<string>((settle) => execFile(process.execPath, ["--test", "--test-reporter", "tap", file], { env }, (_failed, stdout) => settle(stdout)))
  expect(out).toMatch(/^ok \d - holds/m)
  expect(out).toMatch(/^not ok \d - fails[\s\S]*"Pixel" did not fire/m)
})

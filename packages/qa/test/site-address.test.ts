import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, expect, test } from "vitest"
import { checkAddress } from "../src/site-address.ts"

const server = createServer((_, answer) => void answer.writeHead(404).end())
let port = 0
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((gone) => server.close(gone)))

test("a site on this machine that answers, whatever it answers, can be visited", async () => {
  await expect(checkAddress(`http://127.0.0.1:${port}/`)).resolves.toBeUndefined()
  await expect(checkAddress(`http://localhost:${port}`)).resolves.toBeUndefined()
})

test.each([
  ["a site elsewhere", "http://203.0.113.7/", "203.0.113.7 is not on this machine"],
  ["a port where nobody listens", "http://127.0.0.1:1/", "nothing answers at http://127.0.0.1:1/"],
  ["a host that nobody knows", "http://nowhere.invalid/", "nobody knows the host nowhere.invalid"],
  ["no address at all", "http://", "is no address"],
])("%s is told before a browser starts", async (_, url, message) => {
  await expect(checkAddress(url)).rejects.toThrow(message)
})

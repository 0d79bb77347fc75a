import { createServer } from "node:http"
import { onTestFinished } from "vitest"
import { startStandIns, type StandIns, type StandInsOptions } from "../../src/index.ts"

export const webhookSecret = "whsec_test_secret_of_the_tests"

/** Stand-ins that are closed when the test ends. */
export const standInsForTest = async (options: Partial<StandInsOptions> = {}): Promise<StandIns> => {
  const standIns = await startStandIns({
    links: { test_studio_intensive: { name: "The Intensive", amount: 24000, currency: "eur", itemId: "intensive", redirect: "/thank-you/" } },
    webhookSecret,
    siteUrl: "https://staging.northlight.example",
    webhookRetryMs: [1, 1, 1],
    mailerlite: { groups: ["Friday letter"], fields: ["lead_id"] },
    hubspot: { properties: ["lead_id"] },
    ...options,
  })
  onTestFinished(() => standIns.close())
  return standIns
}

export interface Got {
  body: string
  signature: string
}
/** A webhook endpoint that answers the given statuses in turn, then 200. */
export const endpointForTest = async (statuses: number[] = []): Promise<{ url: string; got: Got[] }> => {
  const got: Got[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    got.push({ body: Buffer.concat(chunks).toString(), signature: String(request.headers["stripe-signature"]) })
    response.writeHead(statuses.shift() ?? 200).end()
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("no port")
  return { url: `http://127.0.0.1:${address.port}/webhooks/stripe`, got }
}

export const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) })

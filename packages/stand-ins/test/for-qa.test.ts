import { expect, test } from "vitest"
import { forQa } from "../src/index.ts"
import { endpointForTest, post, standInsForTest } from "./support/stand-ins.ts"

test("QA settles and refunds by lead_id, also when several visitors pay at once", async () => {
  const { url, got } = await endpointForTest()
  const standIns = await standInsForTest({ webhookUrl: url })
  const port = forQa(standIns, {})
  for (const lead of ["lead-a", "lead-b"])
    await fetch(`${port.pay}/test_studio_intensive?client_reference_id=${lead}`, { method: "POST", body: new URLSearchParams({ method: "voucher" }), redirect: "manual" })
  got.length = 0
  await port.settle("lead-a")
  expect(got.some(({ body }) => body.includes('"client_reference_id": "lead-a"'))).toBe(true)
  await expect(port.settle("lead-a")).rejects.toThrow("no voucher waiting")
  await expect(port.refund("lead-b", "full")).rejects.toThrow("no payment to give back")
  await port.refund("lead-a", "full")
})

test("QA sees what a destination received about an event, with the vendor's verdict", async () => {
  const standIns = await standInsForTest()
  const port = forQa(standIns, { analytics: { type: "ga4" }, own: { type: "webhook" } })
  await post(`${standIns.urls.ga4}/mp/collect?measurement_id=G-X1&api_secret=s`, { client_id: "1.2", events: [{ name: "purchase", params: { event_id: "e-17" } }] })
  expect(await port.received("analytics", "e-17")).toMatchObject({ verdict: "rejected", body: { client_id: "1.2" } })
  expect(await port.received("analytics", "e-18")).toBeUndefined()
  expect(await port.received("own", "e-17")).toBeUndefined()
})

import { Client } from "@hubspot/api-client"
import { describe, expect, test } from "vitest"
import { post, standInsForTest } from "./support/stand-ins.ts"

const token = { authorization: "Bearer test" }
const input = (id: string, properties: object = {}, trace = id) => ({ idProperty: "email", id, objectWriteTraceId: trace, properties })

describe("HubSpot stand-in", () => {
  test("the official SDK creates, then updates the same contact", async () => {
    const { urls } = await standInsForTest()
    const client = new Client({ accessToken: "test", basePath: urls.hubspot, numberOfApiCallRetries: 0 })
    const upsert = (properties: Record<string, string>) => client.crm.contacts.batchApi.upsert({ inputs: [{ idProperty: "email", id: "Lead@example.org", properties }] })
    const first = await upsert({ firstname: "Lee" })
    const second = await upsert({ lead_id: "l1" })
    expect([first.results[0]?._new, second.results[0]?._new]).toEqual([true, false])
    expect(second.results[0]).toMatchObject({ id: first.results[0]?.id, properties: { email: "lead@example.org", firstname: "Lee", lead_id: "l1" } })
  })

  test("a wrong token is an error of the SDK with HubSpot's category", async () => {
    const { urls } = await standInsForTest()
    const answer = await post(`${urls.hubspot}/crm/v3/objects/contacts/batch/upsert`, { inputs: [input("a@example.org")] })
    expect([answer.status, (await answer.json()) as unknown]).toEqual([401, expect.objectContaining({ category: "INVALID_AUTHENTICATION" })])
  })

  test("some bad inputs answer 207, joined by the trace id; the good ones are kept", async () => {
    const { urls, received } = await standInsForTest()
    const inputs = [input("good@example.org", { lead_id: "l1" }), input("bad@example.org", { shoe_size: "44" }, "trace-2")]
    const answer = await post(`${urls.hubspot}/crm/v3/objects/contacts/batch/upsert`, { inputs }, token)
    expect(answer.status).toBe(207)
    expect(await answer.json()).toMatchObject({ numErrors: 1, results: [{ new: true }], errors: [{ category: "VALIDATION_ERROR", context: { objectWriteTraceId: ["trace-2"] } }] })
    expect(received("hubspot")[0]).toMatchObject({ verdict: "rejected", problems: [{ code: "PROPERTY_DOESNT_EXIST", path: "inputs[1].properties.shoe_size" }] })
  })

  test.each<[string, unknown]>([
    ["nothing", { inputs: [] }],
    ["101 inputs", { inputs: Array.from({ length: 101 }, (_, i) => input(`a${i}@example.org`)) }],
    ["the same person twice", { inputs: [input("a@example.org"), input("A@example.org")] }],
    ["a broken address", { inputs: [input("nobody")] }],
    ["another id property", { inputs: [{ ...input("a@example.org"), idProperty: "phone" }] }],
    ["no properties", { inputs: [{ id: "a@example.org" }] }],
  ])("refuses %s with 400", async (_what, body) => {
    const { urls } = await standInsForTest()
    expect((await post(`${urls.hubspot}/crm/v3/objects/contacts/batch/upsert`, body, token)).status).toBe(400)
  })

  test("tells the limit in every answer and throttles the 101st request of ten seconds", async () => {
    let now = 0
    const { urls } = await standInsForTest({ clock: () => now })
    const ask = () => fetch(`${urls.hubspot}/crm/v3/objects/contacts`, { headers: token })
    expect((await ask()).headers.get("x-hubspot-ratelimit-remaining")).toBe("99")
    for (let i = 0; i < 99; i++) await ask()
    const refused = await ask()
    expect([refused.status, (await refused.json()) as unknown]).toEqual([429, expect.objectContaining({ policyName: "TEN_SECONDLY_ROLLING" })])
    now = 10_000
    expect((await ask()).status).toBe(200)
  })

  test("an ordered outage fails exactly that often and is no rejection", async () => {
    const { urls, control, received } = await standInsForTest()
    control.flap("hubspot", [503, "hang up"])
    const send = () => post(`${urls.hubspot}/crm/v3/objects/contacts/batch/upsert`, { inputs: [input("a@example.org")] }, token)
    expect((await send()).status).toBe(503)
    await expect(send()).rejects.toThrow()
    expect((await send()).status).toBe(200)
    expect(received("hubspot").map(({ verdict }) => verdict)).toEqual(["made to fail", "made to fail", "accepted"])
  })
})

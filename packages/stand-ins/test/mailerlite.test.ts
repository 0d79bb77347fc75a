import MailerLiteModule from "@mailerlite/mailerlite-nodejs"
import { describe, expect, test } from "vitest"
import { post, standInsForTest } from "./support/stand-ins.ts"

// Node loads the SDK's ES module, whose default is the class; its types describe the CommonJS build, one level deeper.
const MailerLite = "default" in MailerLiteModule ? MailerLiteModule.default : MailerLiteModule
const token = { authorization: "Bearer test" }
const email = "reader@example.org"

describe("MailerLite stand-in", () => {
  test("the official SDK creates, updates, finds and forgets a subscriber", async () => {
    const { urls } = await standInsForTest()
    const api = new MailerLite({ api_key: "test", base_path: urls.mailerlite })
    const [group] = (await api.groups.get({ filter: { name: "Friday letter" }, limit: 25, page: 1, sort: "name" })).data.data
    const created = await api.subscribers.createOrUpdate({ email, fields: { name: "Reader" }, groups: [String(group?.id)], opted_in_at: "2026-11-23 00:00:00" })
    const updated = await api.subscribers.createOrUpdate({ email, fields: { lead_id: "l1" } })
    expect([created.status, updated.status]).toEqual([201, 200])
    expect((await api.subscribers.find(email)).data.data).toMatchObject({ email, status: "active", fields: { name: "Reader", lead_id: "l1" }, groups: [{ name: "Friday letter" }] })
    await api.subscribers.forget(updated.data.data.id)
    await expect(api.subscribers.find(email)).rejects.toMatchObject({ response: { status: 404 } })
  })

  test.each<[string, object, string]>([
    ["no address", {}, "email"],
    ["a broken address", { email: "reader(at)example" }, "email"],
    ["an unknown group", { email, groups: ["7"] }, "groups.0"],
    ["an unknown status", { email, status: "happy" }, "status"],
    ["a time in another form", { email, opted_in_at: "2026-11-23T00:00:00Z" }, "opted_in_at"],
    ["no IP address", { email, optin_ip: "my house" }, "optin_ip"],
  ])("refuses %s with 422 and says where", async (_what, body, where) => {
    const { urls } = await standInsForTest()
    const answer = await post(`${urls.mailerlite}/api/subscribers`, body, token)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: { [where]: [expect.any(String)] } })
  })

  test("nobody gets in without a token", async () => {
    const { urls, received } = await standInsForTest()
    expect((await post(`${urls.mailerlite}/api/subscribers`, { email })).status).toBe(401)
    expect(received("mailerlite")[0]?.verdict).toBe("rejected")
  })

  test("somebody who left stays out, whatever is sent", async () => {
    const { urls, received, control } = await standInsForTest()
    const subscribe = () => post(`${urls.mailerlite}/api/subscribers`, { email, status: "active" }, token)
    await subscribe()
    control.unsubscribe(email)
    expect(await (await subscribe()).json()).toMatchObject({ data: { status: "unsubscribed" } })
    expect(received("mailerlite").at(-1)).toMatchObject({ verdict: "rejected", problems: [{ code: "back from the dead" }] })
  })

  test("a field that the account does not have is lost, and the ledger says so", async () => {
    const { urls, received } = await standInsForTest()
    const answer = await post(`${urls.mailerlite}/api/subscribers`, { email, fields: { shoe_size: "44" } }, token)
    expect([answer.status, received().at(-1)?.problems[0]?.code]).toEqual([201, "unknown field"])
  })

  test("a batch answers 200 and hides the failures inside", async () => {
    const { urls } = await standInsForTest()
    const requests = [
      { method: "POST", path: "api/subscribers", body: { email } },
      { method: "POST", path: "api/subscribers", body: { email: "broken" } },
      { method: "GET", path: "api/groups" },
      { method: "POST", path: "api/webhooks", body: {} },
    ]
    const answer = await post(`${urls.mailerlite}/api/batch`, { requests }, token)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ total: 4, successful: 2, failed: 2, responses: [{ code: 201 }, { code: 422 }, { code: 200 }, { code: 422 }] })
    expect((await post(`${urls.mailerlite}/api/batch`, { requests: Array.from({ length: 51 }, () => requests[2]) }, token)).status).toBe(422)
  })

  test("a batch of nothing but subscribers is an import, five a minute", async () => {
    let now = 0
    const { urls } = await standInsForTest({ clock: () => now })
    const send = async () => (await post(`${urls.mailerlite}/api/batch`, { requests: [{ method: "POST", path: "api/subscribers", body: { email } }] }, token)).status
    const first = [await send(), await send(), await send(), await send(), await send(), await send()]
    now = 60_000
    expect([...first, await send()]).toEqual([200, 200, 200, 200, 200, 429, 200])
  })

  test("the 121st request of a minute is too many", async () => {
    let now = 0
    const { urls } = await standInsForTest({ clock: () => now })
    const ask = () => fetch(`${urls.mailerlite}/api/groups`, { headers: token })
    for (let i = 0; i < 120; i++) await ask()
    now = 30_000
    const refused = await ask()
    expect([refused.status, refused.headers.get("retry-after"), refused.headers.get("x-ratelimit-limit")]).toEqual([429, "30", "120"])
    now = 60_000
    expect((await ask()).status).toBe(200)
  })
})

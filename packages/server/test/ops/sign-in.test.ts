import { existsSync, statSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { dataFolder } from "../helpers/server.ts"
import { createPasswords } from "../../src/ops/accounts/password.ts"
import { codeAt, PASSWORD, startOps } from "./people.ts"

const MINUTE_MS = 60_000

describe("the first account", () => {
  it("has no default password: a one-time link makes it, once, and a restart voids an unused link", async () => {
    const data = dataFolder()
    const first = await startOps({ data })
    const old = first.setupLink
    await first.close()
    const ops = await startOps({ data })
    expect(ops.setupLink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ops\/welcome#[\w-]{43}$/)
    expect((await ops.enrol(old)).begun).toMatchObject({ status: 410, body: { error: "link_used" } })
    const { visitor, begun } = await ops.enrol(ops.setupLink)
    expect(begun.body).toMatchObject({ role: "admin", uri: expect.stringContaining("otpauth://totp/") })
    expect((await visitor.get("/ops/api/me")).body).toMatchObject({ name: "Ada", role: "admin" })
    expect((await ops.enrol(ops.setupLink, "Mallory")).begun.status).toBe(410)
    expect(statSync(join(data, "ops.sqlite")).mode & 0o077).toBe(0)
    await ops.close()
    expect((await startOps({ data })).setupLink).toBeUndefined()
  })

  it("asks for a password worth the name, and for a code that fits", async () => {
    const ops = await startOps()
    const token = ops.setupLink?.split("#")[1]
    const begun = await ops.visitor().post("/ops/api/enrol/begin", { token })
    const code = codeAt(String(begun.body["secret"]), ops.clock.now())
    const attempt = async (input: object) => (await ops.visitor().post("/ops/api/enrol/finish", { token, name: "Ada", password: PASSWORD, code, ...input })).body["error"]
    expect(await attempt({ password: "short" })).toBe("password_short")
    expect(await attempt({ password: "aaaaaaaaaaaaaaaa" })).toBe("password_repeats")
    expect(await attempt({ name: "Ada Lovelace the 1st", password: "ada lovelace the 1st" })).toBe("password_is_name")
    expect(await attempt({ name: "\u0007" })).toBe("name_invalid")
    expect(await attempt({ code: "000000" })).toBe("code_wrong")
    expect(await attempt({})).toBeUndefined()
  })
})

describe("signing in", () => {
  it("needs name, password and a code that was not used before; every failure reads the same", async () => {
    const ops = await startOps()
    const { secret } = await ops.enrol(ops.setupLink)
    ops.clock.turn(MINUTE_MS)
    const code = codeAt(secret, ops.clock.now())
    const enter = (input: object) => ops.visitor().post("/ops/api/sign-in", { name: "Ada", password: PASSWORD, code, ...input })
    const failures = [await enter({ name: "Bob" }), await enter({ password: "something else entirely" }), await enter({ code: "000000" })]
    for (const failure of failures) expect(failure).toMatchObject({ status: 401, body: { error: "sign_in_failed" } })
    const good = await enter({ name: "ada" })
    expect(good.status).toBe(200)
    const cookie = good.headers.get("set-cookie") ?? ""
    expect(cookie).toMatch(/^__Host-tagwright-ops=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
    expect(await enter({})).toMatchObject({ status: 401, body: { error: "sign_in_failed" } })
  })

  it("is limited: after five wrong tries from one place the right password waits, and elsewhere it does not", async () => {
    const ops = await startOps()
    const { secret } = await ops.enrol(ops.setupLink)
    ops.clock.turn(MINUTE_MS)
    const enter = (password: string) => ops.visitor().post("/ops/api/sign-in", { name: "Ada", password, code: codeAt(secret, ops.clock.now()) })
    for (let index = 0; index < 5; index += 1) expect((await enter("wrong password again")).status).toBe(401)
    const limited = await enter(PASSWORD)
    expect(limited).toMatchObject({ status: 429, body: { error: "too_many_attempts" } })
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(800)
    ops.clock.turn(16 * MINUTE_MS)
    expect((await enter(PASSWORD)).status).toBe(200)
  })

  it("ends after an hour without use, after twelve hours in any case, and by signing out", async () => {
    const ops = await startOps()
    const { visitor, secret } = await ops.enrol(ops.setupLink)
    for (let hour = 0; hour < 13; hour += 1) {
      ops.clock.turn(55 * MINUTE_MS)
      expect((await visitor.get("/ops/api/me")).status).toBe(200)
    }
    ops.clock.turn(55 * MINUTE_MS)
    expect((await visitor.get("/ops/api/me")).status).toBe(401)
    const again = await ops.signedIn(await ops.visitor().post("/ops/api/sign-in", { name: "Ada", password: PASSWORD, code: codeAt(secret, ops.clock.now()) }))
    ops.clock.turn(61 * MINUTE_MS)
    expect((await again.get("/ops/api/me")).status).toBe(401)
    ops.clock.turn(MINUTE_MS)
    const third = await ops.signedIn(await ops.visitor().post("/ops/api/sign-in", { name: "Ada", password: PASSWORD, code: codeAt(secret, ops.clock.now()) }))
    expect((await third.post("/ops/api/sign-out")).headers.get("set-cookie")).toContain("Max-Age=0")
    expect((await third.get("/ops/api/me")).status).toBe(401)
  })

  it("keeps nothing that opens a door: tokens, links and passwords are digests", async () => {
    const data = dataFolder()
    const ops = await startOps({ data })
    const { visitor } = await ops.enrol(ops.setupLink)
    const link = String((await ops.script.post("/ops/api/accounts", { name: "Bob", role: "viewer" })).body["link"])
    await ops.close()
    const db = new DatabaseSync(join(data, "ops.sqlite"), { readOnly: true })
    const everything = JSON.stringify(["account", "invitation", "session", "audit"].map((table) => db.prepare(`SELECT * FROM ${table}`).all()))
    db.close()
    for (const secret of [PASSWORD, visitor.cookie.split("=")[1], link.split("#")[1], ops.setupLink?.split("#")[1]]) expect(everything).not.toContain(secret)
    expect(existsSync(join(data, "ops.sqlite"))).toBe(true)
  })
})

describe("what a role may do", () => {
  it("a viewer looks, an operator acts, an administrator manages; the server decides, not the page", async () => {
    const ops = await startOps()
    const [viewer, operator, signer, admin] = [await ops.as("viewer"), await ops.as("operator"), await ops.as("signer"), await ops.as("admin")]
    const status = async (who: typeof viewer, method: "get" | "post", path: string) => (await who[method](path, method === "post" ? { ids: [] } : undefined)).status
    const table = [
      ["get", "/ops/api/overview", 200, 200, 200, 200],
      ["get", "/ops/api/events", 403, 200, 200, 200],
      ["post", "/ops/api/deliveries/replay", 403, 200, 403, 200],
      ["post", "/ops/api/leads/lead-1/erase", 403, 403, 403, 200],
      ["get", "/ops/api/deliveries/1/erased", 403, 403, 403, 404],
      ["get", "/ops/api/accounts", 403, 403, 403, 200],
      ["get", "/ops/api/audit", 403, 403, 403, 200],
    ] as const
    for (const [method, path, ...wanted] of table) expect([path, ...(await Promise.all([viewer, operator, signer, admin].map((who) => status(who, method, path))))]).toEqual([path, ...wanted])
  })

  it("a smaller role and a closed account hold at once; nobody can shut out the last administrator", async () => {
    const ops = await startOps()
    const { visitor: ada } = await ops.enrol(ops.setupLink)
    const operator = await ops.as("operator", "Otto")
    const id = async (name: string) => {
      const { accounts } = (await ada.get("/ops/api/accounts")).body
      return Array.isArray(accounts) ? String(accounts.find((one) => one.name === name)?.id) : ""
    }
    expect((await ada.post(`/ops/api/accounts/${await id("Otto")}/role`, { role: "viewer" })).body).toMatchObject({ role: "viewer" })
    expect((await operator.get("/ops/api/me")).status).toBe(401)
    expect((await ada.post(`/ops/api/accounts/${await id("Ada")}/disable`)).status).toBe(409)
    expect((await ada.post("/ops/api/accounts", { name: "ada", role: "viewer" })).status).toBe(409)
    const viewer = await ops.as("viewer", "Vera")
    await ada.post(`/ops/api/accounts/${await id("Vera")}/disable`)
    expect((await viewer.get("/ops/api/me")).status).toBe(401)
  })
})

describe("requests that no person made", () => {
  it("are refused without the session's token, from another site, and with a wrong token", async () => {
    const ops = await startOps()
    const { visitor } = await ops.enrol(ops.setupLink)
    const replay = (headers: Record<string, string>) => visitor.post("/ops/api/deliveries/replay", { ids: [1] }, headers)
    expect(await replay({ "x-tagwright-csrf": "" })).toMatchObject({ status: 403, body: { error: "csrf_token_wrong" } })
    expect(await replay({ "sec-fetch-site": "cross-site" })).toMatchObject({ status: 403, body: { error: "cross_site_request" } })
    expect(await replay({ "sec-fetch-site": "same-site" })).toMatchObject({ status: 403 })
    expect(await replay({ authorization: "Bearer guess" })).toMatchObject({ status: 401, body: { error: "token_wrong" } })
    expect((await ops.visitor().post("/ops/api/sign-in", { name: "Ada" }, { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect((await replay({})).status).toBe(200)
  })

  it("meet a strict policy on every page, and nothing but the page's own files", async () => {
    const ops = await startOps()
    for (const path of ["/ops", "/ops/", "/ops/deliveries", "/ops/events/12"]) {
      const { status, headers } = await ops.visitor().get(path)
      expect([path, status]).toEqual([path, 200])
      const policy = headers.get("content-security-policy") ?? ""
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain("unsafe")
      expect(headers.get("x-content-type-options")).toBe("nosniff")
    }
    expect((await ops.visitor().get("/ops/assets/app.js")).status).toBe(200)
    for (const path of ["/ops/assets/..%2fsecret.txt", "/ops/assets/.env", "/ops/api/nothing", "/ops/api/nothing/at/all"]) expect([path, (await ops.visitor().get(path)).status]).toEqual([path, 404])
  })

  it("with oversized filters and bodies are answered by a code, never by a bug", async () => {
    const ops = await startOps()
    const { visitor } = await ops.enrol(ops.setupLink)
    const get = async (query: string) => (await visitor.get(`/ops/api/log/events?${query}`)).status
    expect(await get(`event=${"x".repeat(201)}`)).toBe(400)
    expect(await get("x".repeat(3_000))).toBe(414)
    expect(await get("before=-1")).toBe(400)
    expect(await get("before=1e400")).toBe(400)
    expect(await get("person=%00%ff")).toBe(404)
    expect(await get("event='%20OR%201=1--")).toBe(200)
    expect((await visitor.get("/ops/api/log/events/NaN")).status).toBe(404)
    expect((await visitor.post("/ops/api/accounts", { name: "x".repeat(70_000), role: "viewer" })).status).toBe(413)
    expect((await visitor.post("/ops/api/accounts", { name: "Eve", role: "god" })).status).toBe(400)
  })
})

describe("the audit log", () => {
  it("tells who did what, cannot be changed by a statement, and shows a change of the file", async () => {
    const data = dataFolder()
    const ops = await startOps({ data })
    const { visitor } = await ops.enrol(ops.setupLink)
    await visitor.post("/ops/api/deliveries/replay", { destination: "crm" })
    const log = await visitor.get("/ops/api/audit")
    expect(log.body).toMatchObject({ items: [{ actor: "Ada", action: "replayed", subject: "0 deliveries", detail: "destination crm" }, { action: "signed_in" }, { action: "enrolled" }] })
    expect(log.body["broken"]).toBeUndefined()
    await ops.close()
    const db = new DatabaseSync(join(data, "ops.sqlite"))
    expect(() => db.exec("UPDATE audit SET actor = 'nobody'")).toThrow("only added to")
    expect(() => db.exec("DELETE FROM audit")).toThrow("only added to")
    db.exec("DROP TRIGGER audit_stays; UPDATE audit SET subject = '1 delivery' WHERE seq = 3")
    db.close()
    const again = await startOps({ data })
    const machine: unknown = await again.get("/ops/api/audit")
    expect(machine).toMatchObject({ broken: 3 })
  })
})

describe("a password", () => {
  it("is hashed as OWASP asks, matches whatever keyboard wrote it, and nothing else", async () => {
    const passwords = createPasswords()
    const stored = await passwords.hash("caf\u00e9 au lait at noon")
    expect(stored).toMatch(/^scrypt\$17\$8\$1\$[\w+/=]{24}\$[\w+/=]{88}$/)
    expect(await passwords.matches("cafe\u0301 au lait at noon", stored)).toBe(true)
    expect(await passwords.matches("cafe au lait at noon", stored)).toBe(false)
    expect(await createPasswords(10).matches("caf\u00e9 au lait at noon", stored)).toBe(true)
    expect(await passwords.matches("", undefined)).toBe(false)
  })
  it("is worked on for two at a time; a crowd is asked to come back", async () => {
    const passwords = createPasswords(12)
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.matches("anything", undefined)))
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(22)
  })
})

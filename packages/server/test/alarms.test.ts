import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { appendFileSync, readFileSync, utimesSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import type { AlertsAnswer, AlertView, PlanInput } from "@tagwright/formats"
import { backUp, systemClock, type Clock } from "../src/index.ts"
import { serverPlan, shopInput } from "./helpers/plan.ts"
import { batch, dataFolder, SECRETS, startTestServer, until, type TestServer } from "./helpers/server.ts"
import { startPeer } from "./helpers/peer.ts"

/** A mail server by RFC 5321, as strict as the test needs: greets, takes one message after the other, keeps them. */
const mailServer = async () => {
  const mails: string[] = []
  const server = createServer((socket) => {
    let data: string[] | undefined
    socket.write("220 mail.shop.example ESMTP\r\n")
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").slice(0, -1)) {
        if (data !== undefined) {
          if (line !== ".") data.push(line)
          else {
            mails.push(data.join("\n"))
            data = undefined
            socket.write("250 2.0.0 queued\r\n")
          }
        } else if (/^(EHLO|HELO) /i.test(line)) socket.write("250 mail.shop.example\r\n")
        else if (/^(MAIL FROM|RCPT TO):</i.test(line)) socket.write("250 2.1.0 ok\r\n")
        else if (/^DATA$/i.test(line)) {
          data = []
          socket.write("354 go on\r\n")
        } else if (/^QUIT$/i.test(line)) socket.end("221 2.0.0 bye\r\n")
        else socket.write("500 5.5.1 unknown\r\n")
      }
    })
    socket.on("error", () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => void server.close())
  const address: AddressInfo | string | null = server.address()
  return { mails, url: `smtp://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}` }
}

const channels = {
  mail: { type: "email", to: ["ops@shop.example"], from: "tagwright@shop.example", secret: "SMTP_URL" },
  chat: { type: "slack", secret: "SLACK_URL" },
  teams: { type: "teams", secret: "TEAMS_URL", severities: ["page"] },
} satisfies NonNullable<PlanInput["operations"]>["channels"]
const plan = serverPlan({ ...shopInput, operations: { channels } })

const isAnswer = (value: unknown): value is AlertsAnswer => typeof value === "object" && value !== null && "alerts" in value
const alertsOf = async (server: TestServer): Promise<AlertView[]> => {
  const value = await server.get("/ops/api/alerts")
  if (!isAnswer(value)) throw new Error("no alerts in the answer")
  return value.alerts
}
const firing = (status: "firing" | "resolved", extra: object = {}) => ({
  version: "4",
  alerts: [{ status, fingerprint: "abc", startsAt: "2026-11-25T10:00:00.000Z", labels: { alertname: "StoreBroken", severity: "page", ...extra }, annotations: { summary: "The disk failed", runbook_url: "runbooks/alerts/StoreBroken.md" } }],
})
/** Waits of minutes pass at once; nothing else in these tests waits. */
const hurried: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms >= 60_000 ? ms : Math.min(ms, 20))
    return () => clearTimeout(timer)
  },
}
/** The first try and two more; waiting for all of them cannot be missed between two looks. */
const TRIES = 3
const triesBy = ({ sent }: AlertView, channel: string): number => sent.filter((one) => one.channel === channel).length
const everyTryFailed = ([alert]: AlertView[]): boolean => alert !== undefined && Object.keys(channels).every((channel) => triesBy(alert, channel) === TRIES)
const start = async (secrets: Record<string, string>, data = dataFolder()) => ({ data, server: await startTestServer({ data, plan, clock: hurried, vendors: {}, secrets: (name) => secrets[name] ?? SECRETS[name] }) })

describe("O1 alerts reach people", () => {
  it("Alertmanager's alert is told to every channel that wants its severity, once, and again when it is over", async () => {
    const mail = await mailServer()
    const chat = await startPeer(() => ({ status: 200, body: "ok" }))
    const teams = await startPeer(() => ({ status: 202 }))
    const { server } = await start({ SMTP_URL: mail.url, SLACK_URL: `${chat.url}/services/T/B/x`, TEAMS_URL: teams.url })
    for (let again = 0; again < 3; again++) await server.ops("/ops/api/alertmanager", firing("firing"))
    await until(() => mail.mails.length + chat.requests.length + teams.requests.length, (count) => count >= 3)
    expect(mail.mails[0]).toMatch(/Subject: ALERT: StoreBroken \(production\)/)
    expect(mail.mails[0]).toContain("runbooks/alerts/StoreBroken.md")
    expect(chat.requests[0]?.body).toMatchObject({ text: expect.stringContaining("The disk failed") })
    expect(teams.requests[0]?.body).toMatchObject({ attachments: [{ contentType: "application/vnd.microsoft.card.adaptive" }] })
    await until(() => alertsOf(server), ([alert]) => alert?.sent.length === 3)
    await server.ops("/ops/api/alertmanager", firing("resolved"))
    await until(() => mail.mails.length + chat.requests.length + teams.requests.length, (count) => count >= 6)
    expect(await alertsOf(server)).toMatchObject([{ state: "resolved", sent: expect.arrayContaining([expect.objectContaining({ channel: "mail", ok: true })]) }])
    expect(mail.mails).toHaveLength(2)
  })

  it("acknowledging is written down with who and when; K7 is computed from it", async () => {
    const { server } = await start({})
    await server.ops("/ops/api/alertmanager", firing("firing"))
    const [alert] = await alertsOf(server)
    expect((await server.ops("/ops/api/alerts/nonsense/acknowledge", { by: "ida" })).status).toBe(404)
    expect((await server.ops(`/ops/api/alerts/${alert?.alert}/acknowledge`, {})).status).toBe(400)
    await server.ops(`/ops/api/alerts/${alert?.alert}/acknowledge`, { by: "ida" })
    expect(await alertsOf(server)).toMatchObject([{ state: "acknowledged", acknowledgedBy: "ida" }])
    expect(await server.get("/ops/api/kpis/K7")).toMatchObject({ kpi: { status: "met", good: 1, of: 1 } })
  })

  it("a channel that fails is tried again, and its failure is in the alert; no secret is", async () => {
    const chat = await startPeer(() => ({ status: 500 }))
    const { server } = await start({ SLACK_URL: `${chat.url}/services/secret-part` })
    await server.ops("/ops/api/alertmanager", firing("firing"))
    const [alert] = await until(() => alertsOf(server), everyTryFailed)
    expect(chat.requests).toHaveLength(TRIES)
    expect(alert?.sent).toEqual(expect.arrayContaining([expect.objectContaining({ channel: "chat", ok: false, reason: "http_500" }), expect.objectContaining({ channel: "mail", ok: false, reason: "secret_missing" })]))
    expect(JSON.stringify(await server.get("/ops/api/operations"))).not.toContain("secret-part")
  })

  it("an alert survives the process, and whoever was not told is told by the next one", async () => {
    const first = await start({})
    await first.server.ops("/ops/api/alertmanager", firing("firing"))
    await until(() => alertsOf(first.server), everyTryFailed)
    await first.server.close()
    // A crash in the middle of writing the next line.
    appendFileSync(join(first.data, "operations.ndjson"), '{"kind":"alert-fi')
    const chat = await startPeer(() => ({ status: 200 }))
    const { server } = await start({ SLACK_URL: chat.url }, first.data)
    await until(() => chat.requests.length, (count) => count === 1)
    expect(await alertsOf(server)).toMatchObject([{ state: "firing" }])
    expect(readFileSync(join(first.data, "operations.ndjson"), "utf8")).not.toContain('alert-fi"')
  })

  it("an address inside our own network is never called, whatever a variable says", async () => {
    const chat = await startPeer(() => ({ status: 200 }))
    const server = await startTestServer({ plan, allowPrivateAddresses: false, secrets: (name) => (name === "SLACK_URL" ? chat.url : SECRETS[name]) })
    await server.ops("/ops/api/alertmanager", firing("firing"))
    await until(() => alertsOf(server), ([one]) => one?.sent.some(({ channel, ok, reason }) => channel === "chat" && !ok && reason === "forbidden_address") === true)
    expect(chat.requests).toEqual([])
  })
})

describe("O1 silent failures are noticed without Prometheus", () => {
  it("personal data at the door pages within a round", async () => {
    const { server } = await start({})
    await server.ops("/ops/api/watch", {})
    await server.post("/collect", batch([{ id: "leak", page: { url: "https://shop.example/?email=ada%40buyer.example" } }]))
    const found = await (await server.ops("/ops/api/watch", {})).json()
    expect(found).toMatchObject({ alerts: [{ rule: "PersonalDataArrived", severity: "page", labels: { kind: "url" }, runbook: "runbooks/alerts/PersonalDataArrived.md" }] })
    expect(JSON.stringify(found)).not.toContain("ada")
    // The next round sees no new one, and opens no second alert.
    await server.ops("/ops/api/watch", {})
    expect(await alertsOf(server)).toHaveLength(1)
  })

  const rules = async (server: TestServer): Promise<string[]> => {
    await server.ops("/ops/api/watch", {})
    return (await alertsOf(server)).filter(({ state }) => state === "firing").map(({ rule }) => rule)
  }
  const metric = async (server: TestServer, name: string): Promise<number> => Number(new RegExp(`^${name} (.+)$`, "m").exec(await (await fetch(`${server.url}/metrics`)).text())?.[1])

  it("a backup that is more than a day old is a ticket; a new one is seen", async () => {
    const { server, data } = await start({})
    expect(await rules(server)).toEqual([])
    await backUp(data, join(data, "first.sqlite"))
    const old = Date.now() / 1000 - 27 * 3600
    utimesSync(join(data, "last-backup"), old, old)
    expect(await rules(server)).toEqual(["BackupOld"])
    expect(await metric(server, "tagwright_backup_last_success_seconds")).toBeCloseTo(old, 0)
    await backUp(data, join(data, "second.sqlite"))
    expect(await metric(server, "tagwright_backup_last_success_seconds")).toBeGreaterThan(old + 26 * 3600)
  })

  it("a clock that is wrong is seen from the vendors' answers to probes, before webhooks are refused for it", async () => {
    const vendor = await startPeer(() => ({ status: 200, body: {} }))
    onTestFinished(vendor.close)
    const ahead = 4 * 60_000
    const server = await startTestServer({ plan, vendors: { hubspot: vendor.url }, clock: { ...systemClock, now: () => Date.now() + ahead } })
    expect(await rules(server)).toEqual([])
    await server.ops("/ops/api/canaries/crm", {})
    expect(await rules(server)).toEqual(["ClockWrong"])
    expect(Math.abs((await metric(server, "tagwright_clock_skew_seconds")) - 240)).toBeLessThan(5)
  })
})

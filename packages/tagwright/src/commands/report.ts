import { findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { makeReport, reportKinds, reportMarkdown, reportTitle, siteFiles } from "@tagwright/operations"
import { sendMail } from "@tagwright/server"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { opsDescribe, opsOptions } from "../ops/client.ts"
import { gatherReport } from "../operations/gather.ts"

export const command = defineCommand({
  summary: "A dated report: what was looked at, what was found, what to do. As Markdown, HTML and JSON, and by mail.",
  usage: "report daily|monthly|quarterly [--out DIR] [--mail] [--server URL] [--config FILE] [--json]",
  examples: ["tagwright report daily", "tagwright report monthly --mail", "tagwright report quarterly --json"],
  options: { out: { type: "string" }, mail: { type: "boolean" }, ...opsOptions },
  describe: { out: "where to write (default: .tagwright/reports beside the plan)", mail: "send it to the plan's mail channels", ...opsDescribe },
  async run({ values, positionals, io }) {
    const kind = reportKinds.find((one) => one === positionals[0])
    if (kind === undefined) throw new Fault("caller", `there is no report "${positionals[0] ?? ""}"`, `Use one of ${reportKinds.join(", ")}`)
    const planFile = findPlan(io.cwd, values.config)
    const input = await gatherReport(kind, planFile, values.server, io)
    const report = makeReport(input)
    const markdown = reportMarkdown(report)
    const name = `${new Date(input.now).toISOString().slice(0, 10)}-${kind}`
    const out = values.out === undefined ? join(dirname(planFile), ".tagwright", "reports", name) : resolve(io.cwd, values.out)
    const files = new Map([["report.md", markdown], ["report.json", `${JSON.stringify(report, null, 2)}\n`], ...siteFiles(report.site, new Map([["README.md", markdown]]))])
    mkdirSync(out, { recursive: true })
    for (const [path, text] of files) writeFileSync(join(out, path), text)
    if (values.mail === true) await mail(input.plan.operations.channels, reportTitle(report), markdown, io.env)
    io.out(values.json === true ? `${JSON.stringify(report, null, 2)}\n` : `${markdown}\n${relative(io.cwd, join(out, "index.html"))}\n`)
    return report.findings.some(({ severity }) => severity === "act") ? 1 : 0
  },
})

type Channels = Awaited<ReturnType<typeof gatherReport>>["plan"]["operations"]["channels"]
const mail = async (channels: Channels, subject: string, text: string, env: Record<string, string | undefined>): Promise<void> => {
  const boxes = Object.values(channels).flatMap((channel) => (channel.type === "email" ? [channel] : []))
  if (boxes.length === 0) throw new Fault("plan", "the plan has no mail channel", "Add one to operations.channels")
  for (const { from, to, secret } of boxes) {
    const url = env[secret]
    if (url === undefined) throw new Fault("caller", `${secret} is not set`, "Set it to the mail server: smtps://user:password@host:465")
    // The library's own words may hold host and user.
    await sendMail(url, { from, to, subject, text }).catch(() => {
      throw new Fault("peer", "the mail server did not take the report", `Check the address in ${secret}; the report stands on disk`)
    })
  }
}

import { findPlan, resolvePlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { signLink } from "@tagwright/server"
import { defineCommand } from "../command.ts"
import { needLead } from "../ops/client.ts"

const MS_A_DAY = 86_400_000
const DEFAULT_DAYS = 30

export const command = defineCommand({
  summary: "Sign a link for a mail: who follows it is known to be the person it was sent to.",
  usage: "lead link LEAD_ID URL [--days N] [--config FILE] [--json]",
  examples: ["tagwright lead link 3f1c9a52-… https://shop.example/offer --days 14"],
  options: { days: { type: "string" } },
  describe: { days: `how long the link counts (default ${DEFAULT_DAYS})` },
  async run({ values, positionals, io }) {
    const file = findPlan(io.cwd, values.config)
    const { plan } = await resolvePlan(file)
    const name = plan?.identity.links
    if (name === undefined) throw new Fault("plan", "the plan has no identity.links", "Name the environment variable that holds the key of signed links", { at: { file } })
    const key = io.env[name]?.trim()
    if (!key) throw new Fault("caller", `the environment variable ${name} is empty`, "Set it to a long random text, the same here and for the server")
    const days = Number(values.days ?? DEFAULT_DAYS)
    if (!(days > 0)) throw new Fault("caller", `--days ${values.days} is no number of days`, "Say for example --days 14")
    const url = addressIn(positionals[1])
    url.searchParams.set("tw_link", signLink(key, needLead(positionals), Date.now() + days * MS_A_DAY))
    io.out(values.json === true ? `${JSON.stringify({ url: url.href })}\n` : `${url.href}\n`)
    return 0
  },
})

const addressIn = (text = ""): URL => {
  if (URL.canParse(text)) return new URL(text)
  throw new Fault("caller", "the address of the page is missing", "Say for example: tagwright lead link LEAD_ID https://shop.example/offer")
}

import { Fault } from "@tagwright/formats"
import { readExport, run, runServer, type IncomingRequest, type Push } from "@tagwright/gtm"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { describeRun, describeServer } from "../gtm-run-text.ts"

export const command = defineCommand({
  summary: "Run a Tag Manager export offline: which tag fires on which event with which values, and why not.",
  usage: "gtm run FILE [--push PUSHES.json | --requests REQUESTS.json] [--page URL] [--consent TYPE=granted,…] [--region CODE] [--no-lifecycle] [--json]",
  examples: [
    "tagwright gtm run GTM-XXXX_v7.json --push pushes.json",
    "tagwright gtm run GTM-SERVER.json --requests requests.json",
    "tagwright gtm run container.json --push pushes.json --page https://shop.example/?gclid=1 --consent analytics_storage=denied --region DE --json",
  ],
  options: {
    push: { type: "string" }, requests: { type: "string" }, page: { type: "string" }, referrer: { type: "string" }, html: { type: "string" }, cookie: { type: "string", multiple: true },
    consent: { type: "string" }, region: { type: "string" }, "no-lifecycle": { type: "boolean" }, environment: { type: "string" },
  },
  describe: {
    push: "JSON array of what is pushed, in order; an inner array stands for a gtag command's arguments",
    requests: "for a server container: JSON array of incoming requests, each {url, method, headers, body}",
    page: "the page's address (default: https://www.example.com/)",
    referrer: "where the visitor came from",
    html: "a file with the page's markup, for variables that look at elements",
    cookie: "name=value, may be given several times",
    consent: "a consent default before everything else: type=granted|denied, separated by commas",
    region: "the visitor's country or subdivision, e.g. DE or US-CA",
    "no-lifecycle": "do not add gtm.js, gtm.dom and gtm.load",
    environment: "name of the environment the container is served for",
  },
  async run({ values, positionals, io }) {
    const file = positionals[0]
    if (file === undefined) throw new Fault("caller", "gtm run needs the export to run", "e.g. tagwright gtm run GTM-XXXX_v7.json --push pushes.json")
    const text = (path: string): string => readText(resolve(io.cwd, path), path)
    const { export: container } = readExport(text(file), { file })
    if (values.requests !== undefined) {
      const served = runServer(container, readRequests(text(values.requests), values.requests), values.region === undefined ? {} : { region: values.region })
      io.out(values.json === true ? `${JSON.stringify(served, null, 2)}\n` : describeServer(served))
      return 0
    }
    const pushes = values.push === undefined ? [] : readPushes(text(values.push), values.push)
    const consent = values.consent === undefined ? undefined : readConsent(values.consent)
    const result = run(container, pushes, {
      page: {
        ...(values.page === undefined ? {} : { url: values.page }), ...(values.referrer === undefined ? {} : { referrer: values.referrer }),
        ...(values.html === undefined ? {} : { html: text(values.html) }),
      },
      ...(consent === undefined ? {} : { consent }), ...(values.region === undefined ? {} : { region: values.region }),
      ...(values.environment === undefined ? {} : { environment: values.environment }),
      cookies: Object.fromEntries((values.cookie ?? []).map((pair): [string, string] => [pair.split("=")[0] ?? "", pair.slice(pair.indexOf("=") + 1)])),
      lifecycle: values["no-lifecycle"] !== true,
    })
    io.out(values.json === true ? `${JSON.stringify(result, null, 2)}\n` : describeRun(result))
    return 0
  },
})

const readText = (path: string, name: string): string => {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    throw new Fault("caller", `cannot read ${name}: ${error instanceof Error ? error.message : String(error)}`, "Give a path that exists, from the current folder")
  }
}

const readArray = (text: string, name: string, help: string): unknown[] => {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    throw new Fault("caller", `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`, help)
  }
  if (!Array.isArray(read)) throw new Fault("caller", `${name} is not an array`, help)
  return read
}

const readRequests = (text: string, name: string): IncomingRequest[] => {
  const help = 'The file is a JSON array of requests, e.g. [{"url": "/g/collect?v=2&tid=G-1&cid=1.2&en=purchase"}]'
  return readArray(text, name, help).map((one, index): IncomingRequest => {
    if (!isRequest(one)) throw new Fault("caller", `request ${index} of ${name} has no url`, help)
    return one
  })
}
const isRequest = (value: unknown): value is IncomingRequest => typeof value === "object" && value !== null && typeof Reflect.get(value, "url") === "string"

const isPush = (value: unknown): value is Push => typeof value === "object" && value !== null

const readPushes = (text: string, name: string): Push[] => {
  const help = 'The file is a JSON array of messages, e.g. [["consent", "default", {"ad_storage": "denied"}], {"event": "lead_submit"}]'
  const read = readArray(text, name, help)
  const wrong = read.findIndex((push) => !isPush(push))
  if (wrong >= 0) throw new Fault("caller", `push ${wrong} of ${name} is ${JSON.stringify(read[wrong])}, which is neither an object nor an array`, help)
  return read.filter(isPush)
}

const readConsent = (text: string): Record<string, "granted" | "denied"> => {
  const made: Record<string, "granted" | "denied"> = {}
  for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
    const [type = "", state] = pair.split("=").map((part) => part.trim())
    if (state !== "granted" && state !== "denied") throw new Fault("caller", `--consent: "${pair}" says neither granted nor denied`, "e.g. --consent analytics_storage=granted,ad_storage=denied")
    made[type] = state
  }
  return made
}

import { startServer } from "../../src/index.ts"
import { SECRETS, TOKEN } from "../helpers/secrets.ts"
import { crashPlan } from "./plan.ts"

/** The real server in a process of its own, to be killed. Arguments: data folder, sink, port. */
const [data = "", sink = "", port = "0"] = process.argv.slice(2)
const server = await startServer({
  plan: crashPlan(sink),
  environment: "production",
  data,
  port: Number(port),
  secrets: (name) => SECRETS[name],
  adminToken: TOKEN,
  allowPrivateAddresses: true,
  // Minutes of waiting become milliseconds; the schedule itself has tests of its own.
  retryWaitsMs: Array.from({ length: 40 }, () => 50),
})
console.log(server.url)

import { dashboardQueries, prometheusRules } from "@tagwright/operations"
import { describe, expect, it } from "vitest"
import { batch, settled, startTestServer } from "../helpers/server.ts"
import { crashPlan } from "../crash/plan.ts"

/** Names in expressions, without the suffixes that Prometheus adds to a histogram. */
const named = (text: string): string[] => [...new Set([...text.matchAll(/tagwright_[a-z_]+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, "")))]

describe("R8 metrics", () => {
  it("every metric that an alert looks at is one the server has; no label names a person", async () => {
    const plan = crashPlan("http://127.0.0.1:9/")
    const server = await startTestServer({ plan, retryWaitsMs: [] })
    await server.post("/collect", batch([{ id: "a", params: { label: "ada@buyer.example" } }, { id: "b", name: "unheard" }], { lead_id: "lead-ada" }))
    await server.post("/collect", "{")
    await settled(server, 1)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    const known = new Set([...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name))
    for (const name of named([prometheusRules(plan), ...dashboardQueries].join("\n"))) expect(known, name).toContain(name)
    expect(metrics).toContain('tagwright_ingest_requests_total{source="collect",outcome="ok"} 1')
    expect(metrics).toContain('tagwright_ingest_requests_total{source="collect",outcome="refused"} 1')
    expect(metrics).toContain('tagwright_queue_depth{destination="hook",state="dead"} 1')
    expect(metrics).not.toMatch(/ada|unheard/)
  })
})

import type { StandIn } from "../http/serve.ts"
import { judgeGa4 } from "./rules.ts"

/** GA4's Measurement Protocol: collects everything with 204, as Google does; the verdict stands in the ledger. The debug address tells. */
export const ga4StandIn = (clock: () => number): StandIn => ({
  vendor: "ga4",
  routes: {
    "POST /mp/collect": ({ body, text, query }) => ({ status: 204, problems: judgeGa4(body, text, query, clock()) }),
    "POST /debug/mp/collect": ({ body, text, query }) => ({
      status: 200,
      body: { validationMessages: judgeGa4(body, text, query, clock()).map(({ code, path, message }) => ({ fieldPath: path ?? "", description: message, validationCode: code })) },
    }),
  },
  missing: () => ({ status: 404, body: "<title>Error 404 (Not Found)</title>" }),
})

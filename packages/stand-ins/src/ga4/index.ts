import type { GoogleAccount } from "../google/account.ts"
import type { StandIn } from "../http/serve.ts"
import { judgeGa4 } from "./rules.ts"
import { submitUserDeletion } from "./user-deletion.ts"

/** GA4's Measurement Protocol: collects everything with 204, as Google does; the verdict stands in the ledger. The debug address tells. Beside it the one method of the Admin API that deletes a user. */
export const ga4StandIn = (account: GoogleAccount, clock: () => number): StandIn => ({
  vendor: "ga4",
  routes: {
    "POST /mp/collect": ({ body, text, query }) => ({ status: 204, problems: judgeGa4(body, text, query, clock()) }),
    "POST /debug/mp/collect": ({ body, text, query }) => ({
      status: 200,
      body: { validationMessages: judgeGa4(body, text, query, clock()).map(({ code, path, message }) => ({ fieldPath: path ?? "", description: message, validationCode: code })) },
    }),
    "POST /token": account.token,
    "POST /v1alpha/properties/:call": submitUserDeletion(account, clock),
  },
  missing: () => ({ status: 404, body: "<title>Error 404 (Not Found)</title>" }),
})

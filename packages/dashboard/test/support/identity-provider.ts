import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Provider } from "oidc-provider"

const CLIENT = { id: "tagwright", secret: "a-client-secret-of-the-test" }

/**
 * A certified OpenID provider on this machine, strict where ours must hold: PKCE is required, the redirect address has to match.
 * Whoever signs in as `ida` is in the group `analytics`, `guest` is in none.
 */
export const startIdentityProvider = async (redirect: () => string) => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const address: AddressInfo | string | null = server.address()
  const issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirect()], grant_types: ["authorization_code"], response_types: ["code"] }],
    claims: { openid: ["sub"], email: ["email"], profile: ["groups"] },
    // Claims in the id token, as most organisations' providers put them.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@northlight.example`, groups: id === "guest" ? [] : ["analytics"] }) }),
  })
  server.on("request", provider.callback())
  return {
    oidc: { name: "Northlight Login", issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, roleClaim: "groups", roles: { analytics: "operator" } as const },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

import { Fault, roles, type Role } from "@tagwright/formats"
import type { OidcOptions } from "@tagwright/server"

const roleNamed = (name: string | undefined): Role | undefined => roles.find((role) => role === name)

/** `analytics-team=operator,everybody=viewer` */
const rolesIn = (text: string): Record<string, Role> =>
  Object.fromEntries(
    text.split(",").map((pair) => {
      const [value, name] = pair.split("=").map((part) => part.trim())
      const role = roleNamed(name)
      if (value === undefined || value === "" || role === undefined) throw new Fault("caller", `TAGWRIGHT_OIDC_ROLES: "${pair.trim()}" does not say who becomes what`, `Write pairs such as analytics-team=operator; roles are ${roles.join(", ")}`)
      return [value, role]
    }),
  )

/** Sign-in through an identity provider, from the environment (`given`, which also reads secrets from files); undefined when none is named. */
export const oidcFrom = (given: (name: string) => string | undefined): OidcOptions | undefined => {
  const issuer = given("TAGWRIGHT_OIDC_ISSUER")
  if (issuer === undefined) return undefined
  if (!URL.canParse(issuer)) throw new Fault("caller", "TAGWRIGHT_OIDC_ISSUER is not a URL", "Give the provider's issuer, such as https://login.example.com")
  const need = (name: string): string => {
    const value = given(name)
    if (value === undefined || value === "") throw new Fault("caller", `${name} is not set`, "Sign-in through an identity provider needs TAGWRIGHT_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _ROLES")
    return value
  }
  return {
    name: given("TAGWRIGHT_OIDC_NAME") ?? new URL(issuer).hostname,
    issuer,
    clientId: need("TAGWRIGHT_OIDC_CLIENT_ID"),
    clientSecret: need("TAGWRIGHT_OIDC_CLIENT_SECRET"),
    roleClaim: given("TAGWRIGHT_OIDC_ROLE_CLAIM") ?? "groups",
    roles: rolesIn(need("TAGWRIGHT_OIDC_ROLES")),
  }
}

import type { OpsEnrolment, OpsMe, OpsSignIn } from "@tagwright/formats"
import type { ServerContext } from "../../context.ts"
import { HttpError, jsonAnswer, type Call } from "../../http/answer.ts"
import { cookieOf } from "../../http/cookies.ts"
import type { Route } from "../../http/router.ts"
import { requireSameOrigin, SESSION_COOKIE, type Access } from "../access.ts"
import { bodyOf, fieldsOf, limitOf, numberIn, queryOf } from "../input.ts"
import { accountView, roleOf, type Account } from "./accounts.ts"
import { endCookie, startCookie } from "./cookie.ts"
import { weakness } from "./password.ts"
import type { People } from "./people.ts"
import { totpStep, totpUri } from "./totp.ts"

const MOST_NAME = 100
const nameOf = (value: string): string => {
  const name = value.trim()
  if (name === "" || name.length > MOST_NAME || /\p{C}/u.test(name)) throw new HttpError(400, "name_invalid")
  return name
}

/** Signing in and out, and becoming somebody who can. */
const doorRoutes = ({ clock, runtime, log }: ServerContext, people: People): Route[] => {
  const { accounts, sessions, passwords, throttle, audit } = people
  const site = runtime.plan.site.name
  const begin = (account: Account, now: number) => {
    accounts.seen(account.id, now)
    audit.add(now, account.name, "signed_in", account.name)
    return jsonAnswer(200, { signedIn: true }, { "set-cookie": startCookie(sessions.start(account.id, now).token) })
  }
  const invitationOf = (token: string) => {
    const found = accounts.invitation(token, clock.now())
    if (found === undefined || found.account?.disabled) throw new HttpError(410, "link_used")
    return found
  }
  const public_ = (method: string, path: string, handle: Route["handle"]): Route => ({
    method,
    path,
    handle: (call, params) => {
      if (method !== "GET") requireSameOrigin(call)
      return handle(call, params)
    },
  })
  return [
    public_("GET", "/ops/api/sign-in", () => jsonAnswer(200, { site, environment: runtime.environmentName, ...(people.oidc && { oidc: people.oidc.name }) } satisfies OpsSignIn)),
    public_("POST", "/ops/api/sign-in", async (call) => {
      const { name, password, code } = fieldsOf(await bodyOf(call), "name", "password", "code")
      const now = clock.now()
      throttle.check(name, call.peer, now)
      const account = accounts.byName(name)
      const known = await passwords.matches(password, account?.password)
      const step = account?.totp === undefined ? undefined : totpStep(account.totp, code.replaceAll(/\s/g, ""), now)
      // One answer for every way to fail: it tells nobody which part was right.
      if (!known || account === undefined || account.disabled || step === undefined || !accounts.useStep(account.id, step)) {
        throttle.failed(name, call.peer, now)
        audit.add(now, "somebody", "sign_in_failed", account?.name ?? "an unknown name")
        log.warn("a sign-in failed")
        throw new HttpError(401, "sign_in_failed")
      }
      throttle.succeeded(name, call.peer)
      return begin(account, now)
    }),
    public_("POST", "/ops/api/enrol/begin", async (call) => {
      const { account, role, totp } = invitationOf(fieldsOf(await bodyOf(call), "token").token)
      const label = account?.name ?? "administrator"
      return jsonAnswer(200, { ...(account && { name: account.name }), role, secret: totp, uri: totpUri(totp, label, `${site} (${runtime.environmentName})`) } satisfies OpsEnrolment)
    }),
    public_("POST", "/ops/api/enrol/finish", async (call) => {
      const { token, name, password, code } = fieldsOf(await bodyOf(call), "token", "name", "password", "code")
      const invitation = invitationOf(token)
      const chosen = invitation.account?.name ?? nameOf(name)
      const weak = weakness(password, chosen)
      if (weak !== undefined) throw new HttpError(400, weak)
      const now = clock.now()
      // The secret of a leaked link must not be searched for through codes.
      throttle.check(invitation.digest, call.peer, now)
      const step = totpStep(invitation.totp, code.replaceAll(/\s/g, ""), now)
      if (step === undefined) {
        throttle.failed(invitation.digest, call.peer, now)
        throw new HttpError(400, "code_wrong")
      }
      if (invitation.account === undefined && accounts.byName(chosen) !== undefined) throw new HttpError(409, "name_taken")
      const hashed = await passwords.hash(password)
      const account = accounts.enrol(invitation, { name: chosen, password: hashed, step, now })
      audit.add(now, account.name, "enrolled", account.name, account.role)
      return begin(account, now)
    }),
  ]
}

const cookieToken = (call: Call): string => cookieOf(call.headers.cookie, SESSION_COOKIE) ?? ""

/** Accounts, sessions, audit log: `/ops/api/{me,sign-in,sign-out,enrol,accounts,audit}`. */
export const accountRoutes = (context: ServerContext, people: People, access: Access): Route[] => {
  const { clock, runtime } = context
  const { accounts, sessions, audit } = people
  const change = (path: string, action: (account: Account, call: Call) => Promise<string> | string, kind: Parameters<typeof audit.add>[2]): Route => ({
    method: "POST",
    path: `/ops/api/accounts/:id/${path}`,
    handle: async (call, params) => {
      const actor = access(call, "administer")
      const account = accounts.byId(params["id"] ?? "")
      if (account === undefined) throw new HttpError(404, "no_such_account")
      // Nobody takes the last administrator away, not even that one.
      if (account.id === actor.accountId) throw new HttpError(409, "not_yourself")
      audit.add(clock.now(), actor.name, kind, account.name, await action(account, call))
      return jsonAnswer(200, accountView(accounts.byId(account.id) ?? account))
    },
  })
  return [
    ...doorRoutes(context, people),
    {
      method: "GET",
      path: "/ops/api/me",
      handle: (call) => {
        const { name, role, permissions, csrf = "" } = access(call, "read")
        return jsonAnswer(200, { name, role, permissions, csrf, site: runtime.plan.site.name, environment: runtime.environmentName, testMode: runtime.environment.testMode } satisfies OpsMe)
      },
    },
    {
      method: "POST",
      path: "/ops/api/sign-out",
      handle: (call) => {
        const actor = access(call, "read")
        sessions.end(cookieToken(call))
        audit.add(clock.now(), actor.name, "signed_out", actor.name)
        return jsonAnswer(200, { signedOut: true }, { "set-cookie": endCookie })
      },
    },
    {
      method: "GET",
      path: "/ops/api/accounts",
      handle: (call) => {
        access(call, "administer")
        return jsonAnswer(200, { accounts: accounts.list().map(accountView) })
      },
    },
    {
      method: "POST",
      path: "/ops/api/accounts",
      handle: async (call) => {
        const actor = access(call, "administer")
        const { name, role } = fieldsOf(await bodyOf(call), "name", "role")
        const known = accounts.byName(nameOf(name))
        if (known !== undefined && known.id === actor.accountId) throw new HttpError(409, "not_yourself")
        if (known?.subject !== undefined) throw new HttpError(409, "signs_in_elsewhere")
        const { account, token } = accounts.invite(nameOf(name), roleOf(role), clock.now())
        audit.add(clock.now(), actor.name, "invited", account.name, account.role)
        return jsonAnswer(201, { account: accountView(account), link: people.link(token) })
      },
    },
    change("role", async (account, call) => {
      const role = roleOf((await bodyOf(call))["role"])
      accounts.setRole(account.id, role)
      return role
    }, "role_changed"),
    change("disable", (account) => (accounts.setDisabled(account.id, clock.now()), account.role), "disabled"),
    change("enable", (account) => (accounts.setDisabled(account.id, undefined), account.role), "enabled"),
    {
      method: "GET",
      path: "/ops/api/audit",
      handle: (call) => {
        access(call, "administer")
        const query = queryOf(call)
        return jsonAnswer(200, { ...audit.list(query.has("before") ? numberIn(query, "before", 0) : undefined, limitOf(query)), broken: audit.broken() })
      },
    },
  ]
}

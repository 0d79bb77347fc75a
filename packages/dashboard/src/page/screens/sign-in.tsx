import type { OpsSignIn } from "@tagwright/formats"
import { useState } from "preact/hooks"
import { get, post, Refused, useData } from "../api.ts"
import { Trouble } from "../ui/parts.tsx"
import { Door, Field, submitted } from "../ui/door.tsx"

/** The way in. What was wrong is said in one sentence that tells nobody which part it was. */
export const SignIn = ({ onDone }: { onDone: () => void }) => {
  const { value } = useData<OpsSignIn>("sign-in", false)
  // The identity provider's way back ends here when it was refused.
  const [error, setError] = useState<Refused | undefined>(() => {
    const reason = new URLSearchParams(location.search).get("refused")
    return reason === null ? undefined : new Refused(401, reason)
  })
  const [busy, setBusy] = useState(false)
  const enter = async (form: HTMLFormElement): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await post("sign-in", submitted(form, "name", "password", "code"))
      // Without https a browser does not keep the session: better said than a form that comes back empty.
      await get("me").catch(() => {
        throw new Refused(0, "session_not_kept")
      })
      onDone()
    } catch (caught) {
      setError(caught instanceof Refused ? caught : new Refused(0, "no_connection"))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Door title={value === undefined ? "Sign in" : value.site} note={value === undefined ? "" : `Operations, ${value.environment}`}>
      {error !== undefined && <Trouble error={error} />}
      <form class="door-form" onSubmit={(event) => { event.preventDefault(); void enter(event.currentTarget) }}>
        <Field label="Name" name="name" autocomplete="username" />
        <Field label="Password" name="password" type="password" autocomplete="current-password" />
        <Field label="Code" name="code" autocomplete="one-time-code" numeric hint="Six digits from your authenticator app" />
        <button type="submit" class="primary" disabled={busy}>
          {busy ? "Signing in…" : "Sign in"}
        </button>
      </form>
      {value?.oidc !== undefined && (
        <p class="or">
          <a class="button" href="/ops/api/oidc/start" data-whole>
            Sign in with {value.oidc}
          </a>
        </p>
      )}
    </Door>
  )
}

import type { OpsEnrolment } from "@tagwright/formats"
import { Copy } from "@tagwright/pages"
import { useEffect, useState } from "preact/hooks"
import { encode } from "uqr"
import { post, Refused } from "../api.ts"
import { go } from "../route.ts"
import { Door, Field, submitted } from "../ui/door.tsx"
import { Trouble } from "../ui/parts.tsx"

/** Modules as one path: dark squares on white, in dark mode too, or cameras see nothing. */
const QrCode = ({ text }: { text: string }) => {
  const { data, size } = encode(text, { ecc: "M", border: 3 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("")
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="Picture for your authenticator app; the same key stands below as text">
      <path d={path} />
    </svg>
  )
}

const grouped = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, "$1 ")

/** Where a one-time link leads: choose a password, connect an authenticator app. */
export const Welcome = ({ onDone }: { onDone: () => void }) => {
  const [token] = useState(() => location.hash.slice(1))
  const [enrolment, setEnrolment] = useState<OpsEnrolment | undefined>()
  const [error, setError] = useState<Refused | undefined>()
  const [busy, setBusy] = useState(false)
  const refuse = (caught: unknown): void => setError(caught instanceof Refused ? caught : new Refused(0, "no_connection"))
  useEffect(() => void post<OpsEnrolment>("enrol/begin", { token }).then(setEnrolment, refuse), [token])
  const finish = async (form: HTMLFormElement): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await post("enrol/finish", { token, ...submitted(form, "name", "password", "code") })
      go("/ops")
      onDone()
    } catch (caught) {
      refuse(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Door title={enrolment?.name === undefined ? "Welcome" : `Welcome, ${enrolment.name}`} note={enrolment === undefined ? "One-time link" : `You become ${enrolment.role}. This link works once.`}>
      {error !== undefined && <Trouble error={error} />}
      {enrolment !== undefined && (
        <form class="door-form" onSubmit={(event) => { event.preventDefault(); void finish(event.currentTarget) }}>
          {enrolment.name === undefined && <Field label="Your name" name="name" autocomplete="username" />}
          <Field label="Password" name="password" type="password" autocomplete="new-password" hint="At least 12 characters. A few words in a row are fine." />
          <div class="scan">
            <QrCode text={enrolment.uri} />
            <div>
              <p>
                <b>Scan this</b> with an authenticator app, or type the key:
              </p>
              <p class="key">
                <code>{grouped(enrolment.secret)}</code> <Copy text={enrolment.secret} label="key" />
              </p>
            </div>
          </div>
          <Field label="Code" name="code" autocomplete="one-time-code" numeric hint="The six digits it shows now" />
          <button type="submit" class="primary" disabled={busy}>
            {busy ? "Making your account…" : "Make my account"}
          </button>
        </form>
      )}
    </Door>
  )
}

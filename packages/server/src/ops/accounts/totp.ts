import { Secret, TOTP } from "otpauth"

/** RFC 6238 with what every authenticator app supports. */
const SETTINGS = { algorithm: "SHA1", digits: 6, period: 30 } as const
/** One step either side: clocks of telephones differ a little (RFC 6238, 5.2). */
const WINDOW = 1
/** RFC 4226, 4: 160 bits. */
const SECRET_BYTES = 20

const totp = (secret: string, label = "account", issuer = "Tagwright"): TOTP => new TOTP({ ...SETTINGS, issuer, label, secret: Secret.fromBase32(secret) })

export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32
export const totpUri = (secret: string, label: string, issuer: string): string => totp(secret, label, issuer).toString()

/** The time step a code belongs to, or undefined. The caller remembers it: a code counts once. */
export const totpStep = (secret: string, code: string, now: number): number | undefined => {
  if (!/^\d{6}$/.test(code)) return undefined
  const delta = totp(secret).validate({ token: code, timestamp: now, window: WINDOW })
  return delta === null ? undefined : TOTP.counter({ period: SETTINGS.period, timestamp: now }) + delta
}

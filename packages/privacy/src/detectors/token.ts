import { labelled } from "../context/labels.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

/** Secrets whose issuers gave them a shape of their own. Publishable keys (`pk_`) are made to be seen. */
const SHAPES: Record<string, RegExp> = {
  "json web token": /(?<![\w-])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{0,2000}/g,
  bearer: /(?<![\p{L}])(?<=bearer[ +])[\w.~+/-]{16,4000}={0,2}/giu,
  basic: /(?<=authorization["']?[:=][ "']{0,3}basic )[A-Za-z0-9+/]{8,400}={0,2}/gi,
  "stripe secret": /(?<![\w])(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9+/]{16,100}={0,2})/g,
  "aws key": /(?<![\w])(?:AKIA|ASIA)[0-9A-Z]{16}(?![\w])/g,
  github: /(?<![\w])(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{40,255})/g,
  gitlab: /(?<![\w])glpat-[\w-]{18,64}/g,
  slack: /(?<![\w])xox[abeoprs]-[A-Za-z0-9-]{10,250}/g,
  "google oauth": /(?<![\w])ya29\.[\w-]{20,500}/g,
  "meta access token": /(?<![\w])EAA[A-Za-z0-9]{60,500}/g,
  sendgrid: /(?<![\w])SG\.[\w-]{16,32}\.[\w-]{16,64}/g,
  npm: /(?<![\w])npm_[A-Za-z0-9]{36}(?![\w])/g,
  shopify: /(?<![\w])shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/g,
  openai: /(?<![\w])sk-(?:proj-|ant-)?[\w-]{32,200}/g,
  "private key": /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]{0,8000}(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?/g,
  "user and password in a url": /(?<=[a-z][a-z0-9+.-]{1,15}:\/\/)[^\s/?#@:"'<>]{1,100}:[^\s/?#@"'<>]{1,200}(?=@)/gi,
}

const KEYS = new Set(
  (
    "password passwd pwd passphrase passcode secret clientsecret apisecret accesstoken refreshtoken idtoken authtoken bearertoken " +
    "sessiontoken privatekey secretkey " +
    "resettoken verificationtoken confirmationtoken invitetoken invitationtoken logintoken signintoken apitoken magiclink magictoken magiclinktoken otp onetimepassword pin cvc cvv cvv2 securitycode passwort kennwort " +
    "contraseña motdepasse"
  ).split(" "),
)
/** Keys that are made to stand in pages, and what forms say about a password. */
const PUBLIC = /^(?:p[hk][ck]?[._]|strong|weak|medium|granted|denied|changed|reset|forgot|visible|shown|hidden|match|mismatch|short|long)/i
/** A key alone decides only about what could open something. */
const SHORTEST_PASSWORD = 4
const CODE = /^(?:otp|pin|cvc|cvv|cvv2|securitycode|onetimepassword)$/i

/** Keys, tokens and passwords: by the issuer's shape, or where the key says so. */
export function* token(view: View): Generator<Candidate> {
  for (const pattern of Object.values(SHAPES))
    for (const { 0: all, index } of view.text.matchAll(pattern))
      yield { kind: "token", start: index, end: index + all.length, confidence: 0.9 }
  for (const { key, value, start, end } of labelled(view, KEYS)) {
    if (PUBLIC.test(value)) continue
    const code = CODE.test(key.replace(/[^a-z0-9]/gi, ""))
    const fits = code ? /^\d{3,8}$/.test(value) : value.length >= SHORTEST_PASSWORD && !/\s/.test(value)
    if (fits) yield { kind: "token", start, end, confidence: 0.75 }
  }
}

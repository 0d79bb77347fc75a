import type { Candidate, PersonalDataKind } from "../finding.ts"
import type { View } from "../view.ts"
import { birthDate } from "./birth-date.ts"
import { card } from "./card.ts"
import { email } from "./email.ts"
import { hashedEmail } from "./hashed-email.ts"
import { iban } from "./iban.ts"
import { ip } from "./ip.ts"
import { location } from "./location.ts"
import { mac } from "./mac.ts"
import { name } from "./name.ts"
import { nationalId } from "./national-id.ts"
import { phone } from "./phone.ts"
import { postalAddress } from "./postal-address.ts"
import { token } from "./token.ts"

/** One detector per kind: a place where the kind stands in what it is shown. */
export const detectors: Record<PersonalDataKind, (view: View) => Iterable<Candidate>> = {
  email,
  phone,
  name,
  "postal-address": postalAddress,
  iban,
  card,
  "national-id": nationalId,
  ip,
  location,
  "birth-date": birthDate,
  token,
  mac,
  "hashed-email": hashedEmail,
}

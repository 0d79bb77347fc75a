import { labelled } from "../context/labels.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

const KEYS = new Set(
  (
    "dob birthdate dateofbirth birthday bday birth born userdob birthyear geburtsdatum geburtstag datedenaissance naissance " +
    "fechanacimiento fechadenacimiento nacimiento datanascita dinascita " +
    "datanascimento nascimento geboortedatum dataurodzenia födelsedatum uddb userdatadb"
  ).split(" "),
)
const MONTH =
  "jan\\p{L}*|feb\\p{L}*|mar\\p{L}*|mär\\p{L}*|apr\\p{L}*|ma[iyj]\\p{L}*|jun\\p{L}*|jul\\p{L}*|aug\\p{L}*|ago\\p{L}*|sep\\p{L}*|o[ck]t\\p{L}*|nov\\p{L}*|de[cz]\\p{L}*"
const DATE = `(?:(?:19|20)\\d\\d[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.] ?\\d{1,2}[-/.] ?(?:(?:19|20)\\d\\d|\\d\\d)|(?:19|20)\\d{6}|\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of |de )?(?:${MONTH})\\.?,? (?:de )?(?:19|20)\\d\\d|(?:${MONTH})\\.? \\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\\d\\d)`
const WHOLE = new RegExp(`^${DATE}(?:T[\\d:.Z+-]{4,24})?$`, "iu")
const SPOKEN = new RegExp(
  `(?<!\\p{L})(?:dob|d\\.o\\.b\\.?|born(?: on)?|date of birth|birth ?date|birthday|geboren(?: am)?|geburtsdatum|geb\\.|né(?:e)? le|date de naissance|nacid[oa] el|fecha de nacimiento|nat[oa] il|data di nascita|nascid[oa] em|data de nascimento|geboortedatum|urodzon[ya])[ \\t]{0,2}(?:is|was|ist|war|[:=])?[ \\t]{0,2}(${DATE})(?![\\p{L}\\p{N}])`,
  "giu",
)

/** A date is one of birth only where a field or the words before it say so. */
export function* birthDate(view: View): Generator<Candidate> {
  for (const { value, start, end } of labelled(view, KEYS)) if (WHOLE.test(value)) yield { kind: "birth-date", start, end, confidence: 0.9 }
  for (const { 0: all, 1: date = "", index } of view.text.matchAll(SPOKEN)) {
    const end = index + all.length
    yield { kind: "birth-date", start: end - date.length, end, confidence: 0.85 }
  }
}

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
  "jan\\p{L}*|ene(?:ro)?|gen(?:naio)?|f[eé][bv]\\p{L}*|m[aä]r\\p{L}*|mrt|a[pvb]r\\p{L}*|m[ae][iyjg]\\p{L}*|ju[inl]\\p{L}*|giu(?:gno)?|lug(?:lio)?|a[ou][uûgo]\\p{L}*|se[pt]\\p{L}*|o[ckut]t\\p{L}*|out(?:ubro)?|nov\\p{L}*|d[eéi][czc]\\p{L}*"
const DATE = `(?:(?:19|20)\\d\\d[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.] ?\\d{1,2}[-/.] ?(?:(?:19|20)\\d\\d|\\d\\d)|(?:19|20)\\d{6}|\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of |de )?(?:${MONTH})\\.?,? (?:de )?(?:19|20)\\d\\d|(?:${MONTH})\\.? \\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\\d\\d)`
const TIME = "(?:T[\\d:.Z+-]{4,24})?"
const WHOLE = new RegExp(`^${DATE}${TIME}$`, "iu")
const SPOKEN = new RegExp(
  `(?<!\\p{L})(?:dob|d\\.o\\.b\\.?|born(?: on)?|date of birth|birth ?date|birthday|geboren(?: am)?|geburtsdatum|geb\\.|né(?:e)? le|date de naissance|nacid[oa] el|fecha de nacimiento|nat[oa] il|data di nascita|nascid[oa] em|data de nascimento|geboortedatum|urodzon[ya])[ \\t]{0,2}(?:is|was|ist|war|[:=])?[ \\t]{0,2}(${DATE}${TIME})(?![\\p{L}\\p{N}])`,
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

import { labelled } from "../context/labels.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

const KEYS = new Set(
  (
    "firstname forename givenname lastname surname familyname fullname middlename maidenname fname lname customername contactname " +
    "recipientname cardholder cardholdername " +
    "accountholder billingname shippingname buyername guestname patientname attendeename passengername " +
    "vorname nachname familienname vollständigername prenom prénom nomdefamille nomcomplet apellido apellidos nombrecompleto " +
    "primernombre cognome nomecompleto sobrenome voornaam achternaam " +
    "imie imię nazwisko jmeno jméno prijmeni příjmení keresztnév vezetéknév förnamn efternamn fornavn etternavn efternavn etunimi " +
    "sukunimi udfn udln userdatafn userdataln"
  ).split(" "),
)
const NAME = /^\p{L}[\p{L}\p{M} .'’-]{1,60}$/u

/** Only where a field says so: a name cannot be told from any other word by its looks. */
export function* name(view: View): Generator<Candidate> {
  for (const { value, start, end } of labelled(view, KEYS)) {
    if (NAME.test(value) && !/[_]|^(?:first|last|full|sur|given|family)[ -]?name$/i.test(value))
      yield { kind: "name", start, end, confidence: 0.7 }
  }
}

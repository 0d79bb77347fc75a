/** Measures recall and false alarms on generated, labelled data. `npm run bench -w @tagwright/privacy [-- --misses]` */
import { parseArgs } from "node:util"
import { scan } from "../src/index.ts"
import type { PersonalDataKind } from "../src/index.ts"
import { harmless } from "./harmless.ts"
import { shaped } from "./shaped.ts"
import { encodings } from "./encodings.ts"
import { random, type Random } from "./random.ts"
import { cardSentences, emailSentences, ibanSentences, internationalSentences, phoneSentences } from "./sentences.ts"
import { carriers, values } from "./traps.ts"
import { card, commonCard, email, grouped, iban, phone, shapedInternational, shapedPhone } from "./values.ts"

const { values: options } = parseArgs({ options: { misses: { type: "boolean" }, seed: { type: "string", default: "7" }, count: { type: "string", default: "2000" } } })
const COUNT = Number(options.count)

interface Row {
  what: string
  cases: number
  hit: number
  /** Hits whose span is exactly the value. */
  exact: number
}

const rows: Row[] = []
const complain = (what: string, text: string, value: string): void => {
  if (options.misses) console.log(`${what}: ${JSON.stringify(text)} ← ${JSON.stringify(value)} ${JSON.stringify(scan(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]))}`)
}

function sentences(what: string, kind: PersonalDataKind, templates: string[], make: (r: Random) => string): void {
  const r = random(Number(options.seed))
  const row: Row = { what, cases: COUNT, hit: 0, exact: 0 }
  for (let turn = 0; turn < COUNT; turn++) {
    const value = make(r)
    const [before = "", after = ""] = r.pick(templates).split("{}")
    const text = before + value + after
    const found = scan(text).filter((one) => one.kind === kind && one.start < before.length + value.length && one.end > before.length)
    if (found.length > 0) row.hit++
    if (found.some((one) => one.start === before.length && one.end === before.length + value.length)) row.exact++
    else complain(what, text, value)
  }
  rows.push(row)
}

const PHONE_KEYS = ["phone", "tel", "ep.phone_number", "billing[phone]", "mobile", "user.telefon", "customerPhone", "contact_tel", "ph", "whatsapp"]

const anyEncoding = (value: string, r: Random): string => encodings[r.pick(Object.keys(encodings))]?.(value) ?? ""

function encoded(what: string, kind: PersonalDataKind, make: (r: Random) => string, encode = anyEncoding): void {
  const r = random(Number(options.seed))
  const row: Row = { what, cases: 0, hit: 0, exact: 0 }
  for (let turn = 0; turn < COUNT; turn++) {
    const value = make(r)
    const text = encode(value, r)
    row.cases++
    if (scan(text).some((one) => one.kind === kind && Math.abs(one.length - value.length) <= 1)) row.hit++
    else complain(what, text, value)
  }
  rows.push({ ...row, exact: row.hit })
}

sentences("email in sentences", "email", emailSentences, email)
sentences("IBAN in sentences", "iban", ibanSentences, (r) => r.pick([iban, (again: Random) => iban(again).replace(/.{4}(?=.)/g, "$& "), (again: Random) => iban(again).replace(/.{4}(?=.)/g, "$&-")])(r))
sentences("card in sentences", "card", cardSentences, (r) => r.pick([card, commonCard, (again: Random) => grouped(again, commonCard(again))])(r))
sentences("international phone", "phone", internationalSentences, (r) => r.pick([(again: Random) => phone(again).international, shapedInternational])(r))
sentences("phone in a telephone context", "phone", phoneSentences, (r) => r.pick([(again: Random) => phone(again).international, (again: Random) => phone(again).national, shapedPhone])(r))
encoded("national phone under a telephone key", "phone", (r) => phone(r).national, (value, r) => `${r.pick(PHONE_KEYS)}=${encodeURIComponent(value)}&x=1`)
encoded("email, encoded", "email", email)
encoded("IBAN, encoded", "iban", iban)
encoded("card, encoded", "card", (r) => r.pick([commonCard, (again: Random) => grouped(again, commonCard(again))])(r))
encoded("international phone, encoded", "phone", (r) => phone(r).international)

const seen = shaped.filter(([kind, text]) => scan(text).some((one) => one.kind === kind)).length
rows.push({ what: "shapes seen in reports, by hand", cases: shaped.length, hit: seen, exact: seen })

const traps = random(Number(options.seed) + 1)
let flagged = harmless.filter((text) => scan(text).length > 0).length
let trapped = harmless.length
for (const [name, make] of Object.entries(values))
  for (const [carrier, carry] of Object.entries(carriers))
    for (let turn = 0; turn < Math.ceil(COUNT / 100); turn++) {
      const text = carry(traps, () => make(traps))
      trapped++
      if (scan(text).length === 0) continue
      flagged++
      complain(`TRAP ${name} in ${carrier}`, text, "")
    }

const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(2)} %`
console.log(`| labelled data (generated, seed ${options.seed}) | cases | recall | exact place |\n|---|---|---|---|`)
for (const { what, cases, hit, exact } of rows) console.log(`| ${what} | ${cases} | ${percent(hit, cases)} | ${percent(exact, cases)} |`)
console.log(`\n| harmless tracking values | flagged | share |\n|---|---|---|\n| ${trapped} | ${flagged} | ${percent(flagged, trapped)} |`)

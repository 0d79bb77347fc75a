import type { Random } from "./random.ts"

const list = (text: string): string[] => text.split(",").map((one) => one.trim())
const two = (value: number): string => String(value).padStart(2, "0")

const FIRST = list("Jane,João,María,Søren,Zoë,Łukasz,Ayşe,Dmitri,Li,Wei,Anne-Marie,Bob,Jürgen,山田,Иван,Ahmed,Aoife,Nguyễn,Bo,D'Arcy")
const LAST = list("Doe,García Márquez,Müller,Nowak,Öztürk,Ivanov,Tanaka,van Dijk,O'Neill,Silva,de la Cruz,Rossi,Smith-Jones,Kovács,Papadopoulos,Ó Briain,Al-Farsi,Nguyen,St. John,Ng")
export const firstName = (r: Random): string => r.pick(FIRST)
export const lastName = (r: Random): string => r.pick(LAST)
export const fullName = (r: Random): string => `${firstName(r)} ${lastName(r)}`
export const nameKeys = list("first_name,firstName,last_name,lastname,surname,fullName,billing[first_name],ep.customer_name,vorname,Nachname,prenom,apellidos,cognome,voornaam,contact-name,user.family_name,ud[fn],ud[ln],cardholder_name,given-name")

const day = (r: Random): [number, number, number] => [1925 + r.whole(90), 1 + r.whole(12), 1 + r.whole(28)]
const ENGLISH_MONTHS = list("January,February,March,April,May,June,July,August,September,October,November,December")
const GERMAN_MONTHS = list("Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember")
const FRENCH_MONTHS = list("janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre")
export const birthDate = (r: Random): string => {
  const [year, month, date] = day(r)
  return r.pick([
    () => `${year}-${two(month)}-${two(date)}`, () => `${two(date)}.${two(month)}.${year}`, () => `${date}.${month}.${year}`, () => `${two(month)}/${two(date)}/${year}`, () => `${two(date)}-${two(month)}-${year}`, () => `${year}/${two(month)}/${two(date)}`, () => `${year}${two(month)}${two(date)}`,
    () => `${date} ${ENGLISH_MONTHS[month - 1]} ${year}`, () => `${ENGLISH_MONTHS[month - 1]} ${date}, ${year}`, () => `${ENGLISH_MONTHS[month - 1]?.slice(0, 3)} ${date} ${year}`, () => `${date}. ${GERMAN_MONTHS[month - 1]} ${year}`, () => `${date} ${FRENCH_MONTHS[month - 1]} ${year}`, () => `${year}-${two(month)}-${two(date)}T00:00:00Z`,
  ])()
}
export const birthKeys = list("dob,birthdate,date_of_birth,dateOfBirth,birthday,geburtsdatum,geburtstag,date_naissance,fecha_nacimiento,data_nascita,geboortedatum,user.birthDate,ep.birth_date,ud[db],profile[dob],birth-date,customer_birthday")
export const birthSentences = ["born {}", "I was born on {}", "DOB: {}", "date of birth {}", "my birthday is {}", "geboren am {}", "geb. {}", "Geburtsdatum: {}", "née le {}", "né le {} à Lyon", "date de naissance : {}", "nacido el {}", "nata il {}", "geboortedatum {}", "D.O.B. {}", "she is born {} in Graz"]

const luhnDigit = (body: string): string => {
  const sum = [...body].reduceRight((total, digit, at) => total + ((body.length - at) % 2 === 1 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0 : Number(digit)), 0)
  return String((10 - (sum % 10)) % 10)
}
const weighted = (body: string, weights: number[]): number => [...body].reduce((sum, digit, at) => sum + Number(digit) * (weights[at] ?? 0), 0)
/** ISO 7064, mod 11,10: the German tax number's own digit */
const germanTaxDigit = (body: string): string => {
  const product = [...body].reduce((last, digit) => (((Number(digit) + last) % 10 || 10) * 2) % 11, 10)
  return String((11 - product) % 10)
}
/** Ten different digits but one that comes twice, as the tax office gives them out. */
const germanTaxBody = (r: Random): string => {
  const pool = [..."0123456789"]
  const taken = Array.from({ length: 9 }, () => pool.splice(r.whole(pool.length), 1)[0] ?? "1")
  const body = [...taken, taken[r.whole(9)] ?? "1"].join("")
  return body.startsWith("0") ? germanTaxBody(r) : body
}
const dutchBsn = (r: Random): string => {
  const body = `${1 + r.whole(9)}${r.digits(7)}`
  const rest = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return rest === 10 ? dutchBsn(r) : body + String(rest)
}
const pesel = (r: Random): string => {
  const body = `${two(30 + r.whole(69))}${two(1 + r.whole(12))}${two(1 + r.whole(28))}${r.digits(4)}`
  return body + String((10 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10)
}
const finnish = (r: Random): string => {
  const [date, serial] = [`${two(1 + r.whole(28))}${two(1 + r.whole(12))}${two(r.whole(99))}`, String(2 + r.whole(897)).padStart(3, "0")]
  return `${date}-${serial}${"0123456789ABCDEFHJKLMNPRSTUVWXY"[Number(date + serial) % 31]}`
}
const belgian = (r: Random): string => {
  const [year, month, date, serial] = [two(30 + r.whole(69)), two(1 + r.whole(12)), two(1 + r.whole(28)), String(1 + r.whole(997)).padStart(3, "0")]
  return `${year}.${month}.${date}-${serial}.${two(97 - (Number(year + month + date + serial) % 97))}`
}
const french = (r: Random): string => {
  const parts = [String(1 + r.whole(2)), two(r.whole(99)), two(1 + r.whole(12)), two(1 + r.whole(95)), String(1 + r.whole(900)).padStart(3, "0"), String(1 + r.whole(998)).padStart(3, "0")]
  return [...parts, two(97 - Number(BigInt(parts.join("")) % 97n))].join(" ")
}
const swiss = (r: Random): string => {
  const body = `756${r.digits(9)}`
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `756.${body.slice(3, 7)}.${body.slice(7, 11)}.${body.slice(11)}${(10 - (sum % 10)) % 10}`
}
const brazilian = (r: Random): string => {
  const body = r.digits(9)
  const digit = (text: string): string => String((([...text].reduce((sum, one, at) => sum + Number(one) * (text.length + 1 - at), 0) * 10) % 11) % 10)
  const all = body + digit(body) + digit(body + digit(body))
  return all.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, "$1.$2.$3-$4")
}
const spanish = (r: Random): string => {
  const number = r.digits(8)
  return number + ("TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23] ?? "")
}
const swedish = (r: Random): string => {
  const body = `${two(30 + r.whole(69))}${two(1 + r.whole(12))}${two(1 + r.whole(28))}${r.digits(3)}`
  return `${body.slice(0, 6)}-${body.slice(6)}${luhnDigit(body)}`
}
const american = (r: Random): string => `${100 + r.whole(560)}-${two(1 + r.whole(98))}-${1000 + r.whole(8999)}`
const british = (r: Random): string => `${r.pick(["AB", "CE", "JK", "PR", "WM"])} ${two(r.whole(99))} ${two(r.whole(99))} ${two(r.whole(99))} ${r.from("ABCD", 1)}`
const germanTax = (r: Random): string => {
  const body = germanTaxBody(r)
  return body + germanTaxDigit(body)
}
const passport = (r: Random): string => r.from("CFGHJK", 1) + r.from("0123456789CFGHJKLMNPRTVWXYZ", 7) + r.digits(1)

/** Written so that form and check digits prove them. */
export const provenId = (r: Random): string => r.pick([american, french, swiss, belgian, finnish, brazilian, british])(r)
export const provenSentences = ["{}", "it is {} I think", "({})", "search={}", "mine: {}", "Anna {} Wien", '{"q":"{}"}']

/** Each with the key and the words of its country. */
const announced: readonly (readonly [make: (r: Random) => string, keys: string, words: string])[] = [
  [american, "ssn,social_security_number", "my SSN is {};social security number {}"], [british, "nino,national_insurance", "national insurance {};NINO: {}"], [germanTax, "steuer_id,tax_id", "Steuer-ID {};meine Steueridentifikationsnummer ist {}"],
  [spanish, "dni,nif", "DNI {};mi NIF es {}"], [dutchBsn, "bsn", "BSN {};burgerservicenummer: {}"], [pesel, "pesel", "PESEL {}"], [swedish, "personal_number,personnummer", "personnummer {}"], [french, "nir,numero_secu", "NIR {};numéro de sécurité sociale : {}"],
  [passport, "passport,passport_number", "passport {};Reisepass {};passport number: {}"], [swiss, "ahv,ahv_nummer", "AHV {}"], [belgian, "rijksregisternummer", "rijksregisternummer {}"], [finnish, "hetu", "henkilötunnus {}"], [brazilian, "cpf", "CPF {}"],
]
/** A number and a text it stands in, by a key or by words. */
export const announcedId = (r: Random): { value: string; text: string } => {
  const [make, keys, words] = r.pick(announced)
  const value = make(r)
  return { value, text: r.pick([() => `${r.pick(keys.split(","))}=${encodeURIComponent(value)}&x=1`, () => JSON.stringify({ [r.pick(keys.split(","))]: value }), () => r.pick(words.split(";")).replace("{}", value)])() }
}

const octet = (r: Random): number => 1 + r.whole(254)
/** Public addresses of both kinds: no private range, no documentation of others. */
export const address = (r: Random): string => r.pick([() => `${r.pick([23, 46, 62, 77, 84, 91, 138, 178, 188, 203, 212])}.${octet(r)}.${octet(r)}.${octet(r)}`, () => `2a02:${r.from("0123456789abcdef", 3)}${r.from("123456789abcdef", 1)}:${r.from("123456789abcdef", 4)}::${r.from("123456789abcdef", 3)}:${r.from("123456789abcdef", 4)}`])()
export const addressKeys = list("ip,ip_address,client_ip,user_ip,uip,remote_addr,x-forwarded-for,userIp,visitor.ip,ep.ip,client_ip_address,ipv4,ipAddress,cf-connecting-ip")
export const addressWords = ["visited from {}", "my IP is {}", "logged in from {}", "IP address: {}", "IP-Adresse {}", "client {} denied", "adresse IP {}"]

const degrees = (r: Random, most: number): string => `${r.pick(["", "-"])}${r.whole(most)}.${r.digits(4 + r.whole(10)).replace(/0$/, "1")}`
/** A place to within eleven metres: a text with a value in it. */
export const place = (r: Random): { value: string; text: string } => {
  const [latitude, longitude] = [degrees(r, 89), degrees(r, 179)]
  const pair = `${latitude},${longitude}`
  return r.pick([
    () => ({ value: latitude, text: `lat=${latitude}&lng=${longitude}` }), () => ({ value: longitude, text: JSON.stringify({ user: { latitude, longitude: Number(longitude) } }) }), () => ({ value: pair, text: `ll=${encodeURIComponent(pair)}` }), () => ({ value: pair, text: JSON.stringify({ geolocation: pair }) }),
    () => ({ value: latitude, text: `ep.latitude=${latitude}` }), () => ({ value: longitude, text: `geo_lon=${longitude}&z=11` }), () => ({ value: `geo:${pair}`, text: `geo:${pair}` }), () => ({ value: pair, text: `coords=${pair}` }),
  ])()
}

const BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")
/** What opens something, in a text as it travels. */
export const secret = (r: Random): { value: string; text: string } => {
  const random = r.from(BASE62, 24 + r.whole(20))
  const [short, long, amazon] = [r.digits(6), r.from(BASE62, 36), r.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)]
  const web = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded({ sub: r.digits(10), iat: 1734567890 })}.${r.from(`${BASE62}-_`, 43)}`
  const of = (value: string, text: string): { value: string; text: string } => ({ value, text })
  return r.pick([
    () => of(web, `https://app.example.com/login?token=${web}`), () => of(random, `authorization: Bearer ${random}`), () => of(random, `access_token=${random}&expires=3600`), () => of(random, JSON.stringify({ refreshToken: random })), () => of(random, `#id_token=${random}`), () => of(random, `https://www.example.com/reset?reset_token=${random}`),
    () => of(`sk_live_${random}`, `key=sk_live_${random}`), () => of(`ghp_${long}`, `x=ghp_${long}`), () => of(`Tr0ub4dor${short}`, `password=Tr0ub4dor${short}`), () => of(short, JSON.stringify({ otp: short })), () => of(random, JSON.stringify({ auth: { client_secret: random } })), () => of(`AKIA${amazon}`, `aws=AKIA${amazon}`),
    () => of(random, `https://www.example.com/verify?verification_token=${random}`), () => of(random, `magic_link_token=${random}`), () => of(`xoxb-${short}-${random}`, `Slack xoxb-${short}-${random}`), () => of(random, `ep.session_token=${random}`),
  ])()
}

/** What looks like the above and tells of nobody. */
export const personTraps: Record<string, (r: Random) => string> = {
  "date of something else": (r) => r.pick([`event_date=${birthDate(r)}`, `Kursbeginn ${birthDate(r)}`, `updated on ${birthDate(r)}`, `valid until ${birthDate(r)}`, JSON.stringify({ published: birthDate(r), date: birthDate(r) }), `newborn photos ${birthDate(r)}`, "birthday=true", "born in 1984"]),
  "rough place": (r) => r.pick([`lat=${r.whole(89)}.${r.digits(2)}`, `zoom=${r.whole(19)}.${r.digits(5)}`, `x=${degrees(r, 89)}&y=${degrees(r, 89)}`, `scroll=${degrees(r, 89)}`, JSON.stringify({ long: "read", lat: null })]),
  "name of a thing": (r) => r.pick([JSON.stringify({ item_name: fullName(r) }), `campaign_name=${firstName(r)}`, `file_name=${lastName(r)}.pdf`, `event_name=purchase`, JSON.stringify({ form_name: "first_name", step_name: fullName(r) }), `author_page=${firstName(r)}`]),
  "number of a thing": (r) => r.pick([`article ${r.digits(3)}-${r.digits(2)}-${r.digits(3)}`, `SKU ${r.digits(8)}${r.from("ABCDEFGHXYZ", 1)}`, `ref ${r.digits(11)}`, `order_id=${r.digits(9)}`, `passport photos ${2000 + r.whole(30)}`, `batch ${r.digits(6)}-${r.digits(3)}`, "tax=19.00", JSON.stringify({ tax_id_required: true })]),
  "version and server": (r) => r.pick([`version ${r.whole(20)}.${r.whole(20)}.${r.whole(20)}.${r.whole(20)}`, `http://10.0.${r.whole(200)}.${r.whole(200)}:8080/`, `app_version=${r.whole(20)}.${r.digits(2)}.${r.digits(2)}.${r.digits(2)}`, "127.0.0.1", `ip_version=${r.pick(["4", "6"])}`]),
  "public token": (r) => r.pick([`csrf_token=${r.from(BASE62, 32)}`, "token_type=bearer", "password=strong", `page_token=${r.from(BASE62, 20)}`, `cache_key=${r.from(BASE62, 20)}`, `pk_live_${r.from(BASE62, 24)}`, JSON.stringify({ event: "password_reset", password: "changed" })]),
}

import { describe, expect, it } from "vitest"
import { personalDataKinds, scan, type PersonalDataKind } from "../src/index.ts"

/** Per kind: texts with the value that must be found, marked by «», and traps that look like it. */
const planted: Record<PersonalDataKind, { found: string[]; traps: string[] }> = {
  email: {
    found: ["write «jane.o'neill+x@mail.example.co.uk», please", "«用户@例子.公司»", "mailto:«a@b.museum»", "<«x@xn--mller-kva.de»>", '«"john doe"@example.org»', "«jane [at] example [dot] com»", "«root@[192.0.2.1]»", "メールは«jane@example.com»まで", "이메일은 «jane@example.com»으로", "end «jane@example.com».", "u='«jane@example.com»'"],
    traps: ["logo@2x.png", "react@18.3.1", "icon@3x.webp", "@media print", "git@github.com:a/b.git", "https://key@o1.ingest.sentry.io/1", "@user@other.social", "foo@bar", "hero@1.5x.app", "a@b..c"],
  },
  phone: {
    found: ["«+43 664 1234567»", "«0043 664 1234567» ab 9 Uhr", "call me at «(541) 754-3010 x12»", "Tel.: «0316/123456»", "手机号 «138 1234 5678»", "telefoon «06-12345678»", '{"phone":"«06641234567»"}', "ud[ph]=«436641234567»", "«+44 (0)20 7946 0018»", "رقم الهاتف «٠٥٠ ١٢٣ ٤٥٦٧»", "0664 is no number, my number is «0664 123 45 67»", "«699 956 915» (mobile)"],
    traps: ["1234567890", "1734567890.1234567890", "2026-11-22T10:00:00+01:00", "Phone plans 2025-2026", "12 000 000 phones sold", '{"event":"phone_click","label":"12345678"}', "phone_id=12345678", "call us 8.00-18.00", "123-456-7890", "hello+4312345678", "Chrome/124.0.6367.179 Mobile", "+15.000.000 downloads"],
  },
  name: {
    found: ['{"first_name":"«Jane»"}', "customer[lastName]=«O'Neill»", "Vorname: «Jörg»", '{"user":{"full_name":"«Jane Doe»"}}'],
    traps: ['{"first_name":"required"}', '{"item_name":"Jane"}', "event_name=purchase", '{"fields":["first_name","last_name"]}', "first_name=&x=1", "en=page_view"],
  },
  "postal-address": {
    found: ["«12 Main Street, Springfield, IL 62701»", "wohnt «Hauptstraße 12, 1010 Wien»", "«12 rue de la Paix, 75002 Paris»", '{"billing":{"street_address":"«1 High St Flat 2»"}}', "Strasse: «Am Ring 5»", "an Jane Doe, «Berliner Straße 3b, 10115 Berlin»", "«Am Alten Markt 7\n5020 Salzburg»", "«Prinsengracht 263-II, 1016 GV Amsterdam»", "q=«221b Baker Street, London NW1 6XE»", "«12, rue du 8 Mai 1945, 69003 Lyon»", "«Calle Mayor 5, 28013 Madrid»", "«1500 Broadway, New York, NY 10036»", "«350 5th Ave Apt 12B, New York, NY 10118-0110»", "sie wohnt seit 2019 in der «Mariahilfer Straße 12/3/14»", "moved to «14 Mill Close», at last", "my address is «Lippe 62a, 45768 Marl»", "street=«Lindenweg»&house_number=7", '{"street":"«Lindenweg»","hausnummer":"7"}'],
    traps: ["10 Best Street Food Places 2024", "via: 1.1 varnish", "5 Star Drive", '{"address":"localhost 8080"}', "street=", '{"ip_address":"none"}', "Spielplatz 200, 2013 Ticket", "best place to be in 2024 with kids", "via google ads 2005 Edition", "20 Place Tickets, 7097 sold", "Spring 24, 2024 Collection", "Platz 3, 2022 Weltmeister", "address=step 2", "address=same as shipping", "Lektion 3, 12000 Wörter", "12 in stock, IN 46204 units", "1010 Wien", "street=Lindenweg", "21 Jump Street (2012)"],
  },
  iban: {
    found: ["«DE89370400440532013000»", "to «GB29 NWBK 6016 1331 9268 19» now", "«at61-1904-3002-3457-3201»", "«FR14 2004 1010 0505 0001 3M02 606»", "IBAN:«NO9386011117947»"],
    traps: ["DE89370400440532013001", "AT61 1904", "XX89370400440532013000", "GB29NWBK60161331926819X", "AB12CDEF34567890"],
  },
  card: {
    found: ["«4111 1111 1111 1111»", "«378282246310005»", "my card # «5018 0000 0009» is lost", "pan=«6304000000000000»", "card_reference=«4242424242424242»", "order_note=«4242424242424242»", "«5555-5555-5555-4444» 12/28", "card 4111 and «4242424242424242»"],
    traps: ["1734567890123", "4006381333931", "4111 1111 1111 1112", "transaction_id=4242424242424242", "52.5702100309281", "550e8400-e29b-41d4-a716-446655440000", "0000000000000000", "id_4242424242424242", "booking_reference=4242424242424242", '{"customerNo":4242424242424242}', "ticket_number=4242424242424242", '{"ids":[4539578763621486,4716258050958645]}', "120212345678901234"],
  },
  "national-id": {
    found: ["my SSN is «078-05-1120»", "«RSSMRA85T10A562S»", "AHV «756.9217.0769.85»", "«1 84 12 76 451 089 46»", "NINO: «AB 37 78 68 B»", "Reisepass «KKZ1NJ560»", '{"passport_no":"«GLPM3YWX2»"}', '{"ssn":"«078051120»"}', "passport «C01X00T47»", "«111.444.777-35»", "Steuer-ID «86095742719»"],
    traps: ["000-12-3456", "111.444.777-36", "756.9217.0769.84", "sin gastos 123456789", "nie wieder 12345678", "20240115-1234", "ticket C01X00T47", "x=passport%20photos%202022", '{"event":"passport photos","timestamp":1618648994886}'],
  },
  ip: {
    found: ["client_ip=«203.0.113.77»", "visited from «8.8.8.8»", '{"ip":"«2001:db8::8a2e:370:7334»"}', "x-forwarded-for: «198.51.100.23», 10.0.0.1", "blocked «192.168.10.10», my IP"],
    traps: ["127.0.0.1", "Chrome/124.18.115.117", "version 10.15.70.10", "99.0.0.0", "1.2.3.4.5", "version 12.14.19.119", "x=version%2014.119.19.110", "http://203.0.113.77:8080/", "12:34:56", "::1", "10.0.22.10"],
  },
  location: {
    found: ["lat=«48.20817»", '{"longitude":«16.37382»}', "ll=«48.20817,16.37382»", "«geo:48.20817,16.37382»"],
    traps: ["lat=48.2", "48.20817,16.37382", "lat=148.20817", "scroll=48.20817", "lat=home"],
  },
  "birth-date": {
    found: ["dob=«1984-03-12»", "born on «12 March 1984»", "geboren am «12.03.1984»", '{"dateOfBirth":"«12/03/1984»"}', "née le «7 février 1957»", "nata il «4 luglio 1981»", "dob «1984-03-12T00:00:00Z»"],
    traps: ["date=1984-03-12", "born in 1984", "birthday=true", "on 12 March 1984"],
  },
  token: {
    found: ["«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcDEF123456»", "Bearer «abcdef0123456789abcdef»", "password=«hunter2x»", "https://«joe:secret»@a.example/", "«sk_live_abcdefghij0123456789»", "access_token=«abcdef123456»", "magic_link_token=«abcdef123456»"],
    traps: ["pk_live_abcdefghij0123456789", "password=strong", "csrf_token=abcdef", "api_key=phc_abcdef", "authorization: granted", "token_type=bearer", "access_token=pk.eyJ1IjoiZXhhbXBsZSJ9.AbCdEf"],
  },
  mac: {
    found: ["«00:1A:2b:3c:4D:5e»", "mac «aa-bb-cc-dd-ee-ff»"],
    traps: ["00:00:00:00:00:00", "10:12:13:14:15:16", "aa:bb:cc:dd:ee:ff:00:11", "2026-11-22"],
  },
  "hashed-email": {
    found: [`ud[em]=«${"a1".repeat(32)}»`, `{"sha256_email_address":"«${"0f".repeat(32)}»"}`, `em=tv.1~em.«${"Ab1_-".repeat(8)}Abc»`],
    traps: [`hash=${"a1".repeat(32)}`, "em=1.5", `item=${"0f".repeat(32)}`],
  },
}

const marked = (text: string): { plain: string; start: number; end: number } => {
  const start = text.indexOf("«")
  const end = text.indexOf("»") - 1
  return { plain: text.replace(/[«»]/g, ""), start, end }
}

describe.each(personalDataKinds)("P1 detector of %s", (kind) => {
  it.each(planted[kind].found)("finds exactly what is marked in %s", (text) => {
    const { plain, start, end } = marked(text)
    expect(scan(plain).filter((found) => found.kind === kind).map((found) => plain.slice(found.start, found.end))).toEqual([plain.slice(start, end)])
  })

  it.each(planted[kind].traps)("leaves %s alone", (text) => {
    expect(scan(text).filter((found) => found.kind === kind)).toEqual([])
  })
})

import type { Random } from "./random.ts"

/** One way a country writes an address: the line with the street, the line with the town. */
interface Form {
  street: (r: Random) => string
  town: (r: Random) => string
}

const number = (r: Random): string => String(1 + r.whole(r.pick([20, 200])))
const list = (text: string): string[] => text.split(",").map((one) => one.trim())
const code = (r: Random, shape: string): string => shape.replace(/[#@]/g, (sign) => (sign === "#" ? r.digits(1) : r.from("ABDEFGHJLNPQRSTUWXYZ", 1)))

const GERMAN_NAMES = list("Haupt,Bahnhof,Schul,Garten,Linden,Goethe,Schiller,Mozart,Kaiser,Markt,Mühl,Kirch,Wald,Berg,Rosen,Frieden,Mariahilfer-,Leopold,Brunnen,Ahorn,Industrie,Dorf,Neubau,Wiesen")
const GERMAN_ENDS = list("straße,strasse,str.,gasse,weg,platz,allee,ring,damm,ufer,steig,graben,hof,markt,zeile,kai")
const GERMAN_APART = list("Berliner Straße,Alte Poststraße,Lange Gasse,Am Ring,An der Alster,Unter den Linden,Im Winkel,Zum Bahnhof,Auf der Höhe,Hintere Zollamtsstraße,Karl-Marx-Allee,Straße des 17. Juni,Kurfürstendamm,Große Bleichen,Prinz-Eugen-Straße,Dr.-Karl-Renner-Ring,St.-Veit-Gasse,Wiedner Hauptstraße,In den Wiesen,Am Alten Markt")
const GERMAN_TOWNS = list("Berlin,München,Hamburg,Köln,Frankfurt am Main,Stuttgart,Bad Homburg,Leipzig,Halle (Saale),Neustadt a. d. Weinstraße,Görlitz,Baden-Baden,Sankt Augustin")
const AUSTRIAN_TOWNS = list("Wien,Graz,Linz,Salzburg,Innsbruck,Klagenfurt,Sankt Pölten,Wiener Neustadt,Baden bei Wien")

const germanStreet = (r: Random): string => r.pick([() => r.pick(GERMAN_NAMES) + r.pick(GERMAN_ENDS), () => r.pick(GERMAN_APART)])()
const germanNumber = (r: Random): string => number(r) + r.pick(["", "", "", "a", " b", "-" + number(r), "/3", "/2/14"])

const BRITISH_STREETS = list("High Street,Church Lane,Station Road,Victoria Road,Kings Avenue,Mill Close,Green Lane,Park Crescent,Manor Drive,The Crescent,St John's Hill,Queen's Gate,Albert Mews,Oak Grove,Abbey Gardens,Bishop's Walk,Castle Row,Orchard Way,Deansgate,Upper Parade,York Terrace,Grosvenor Square,Elm Rd,Bath St,Whitehall")
const BRITISH_TOWNS = list("London,Leeds,Manchester,Bristol,York,Newcastle upon Tyne,Stoke-on-Trent,Milton Keynes,Bury St Edmunds,Edinburgh,Cardiff,Belfast,Bath")
const AREAS = list("SW,LS,M,BS,YO,NE,ST,MK,IP,EH,CF,BT,BA,W,EC,N,B,G,L")
const britishCode = (r: Random): string => `${r.pick(AREAS)}${r.pick(["1", "4", "10", "21"])} ${r.digits(1)}${r.from("ABDEFGHJLNPQRSTUWXYZ", 2)}`

const AMERICAN_NAMES = list("Main,Oak,Elm,Maple,Washington,Lincoln,Evergreen,Park,Sunset,Martin Luther King Jr,N Michigan,SW 8th,350th,5th,W 42nd,Old Mill,Peachtree,Lake Shore")
const AMERICAN_ENDS = list("St,Street,Ave,Avenue,Rd,Road,Blvd,Boulevard,Dr,Drive,Ln,Lane,Ct,Court,Way,Pl,Place,Ter,Terrace,Cir,Circle,Pkwy,Parkway,Hwy,Trl,Trail,Loop,Pike,Sq")
const AMERICAN_TOWNS = list("Springfield,New York,Austin,San Francisco,St. Louis,Winston-Salem,Los Angeles,Boston,Salt Lake City,Cupertino,O'Fallon,Fort Worth")
const STATES = list("NY,CA,TX,IL,MA,OR,UT,MO,NC,FL,WA,PA,OH,GA,DC")

const FRENCH_KINDS = list("rue,avenue,boulevard,place,chemin,allée,impasse,quai,cours,route,square,rue")
const FRENCH_NAMES = list("de la Paix,des Lilas,du Général-de-Gaulle,Victor Hugo,de l'Église,Jean Jaurès,d'Alsace,Sainte-Catherine,du 8 Mai 1945,des Vignes,Émile Zola,aux Ours")
const FRENCH_TOWNS = list("Paris,Lyon,Marseille,Aix-en-Provence,Saint-Étienne,Le Havre,La Rochelle,Nîmes,Bourg-en-Bresse,L'Haÿ-les-Roses")

const DUTCH_NAMES = list("Kerk,Dorps,School,Molen,Prins Hendrik,Willem de Zwijger,Keizers,Prinsen,Wilhelmina,Juliana,Nieuwe,Oranje,Van Gogh,Hoog,Beuken")
const DUTCH_ENDS = list("straat,laan,weg,plein,gracht,kade,dijk,singel,hof,steeg,dreef,pad")
const DUTCH_TOWNS = list("Amsterdam,Rotterdam,Utrecht,Den Haag,'s-Hertogenbosch,Bergen op Zoom,Groningen,Eindhoven,Alphen aan den Rijn")

const countries: Record<string, Form> = {
  Germany: { street: (r) => `${germanStreet(r)} ${germanNumber(r)}`, town: (r) => r.pick(["", "", "D-"]) + `${1 + r.whole(9)}${r.digits(4)} ${r.pick(GERMAN_TOWNS)}` },
  Austria: { street: (r) => `${germanStreet(r)} ${germanNumber(r)}`, town: (r) => r.pick(["", "", "A-"]) + `${1 + r.whole(9)}${r.digits(2)}0 ${r.pick(AUSTRIAN_TOWNS)}` },
  "United Kingdom": {
    street: (r) => r.pick(["", "", "Flat 2, ", "Flat 12b, ", "Apartment 4, "]) + `${number(r)}${r.pick(["", "", "", "B"])} ${r.pick(BRITISH_STREETS)}`,
    town: (r) => r.pick([() => `${r.pick(BRITISH_TOWNS)} ${britishCode(r)}`, () => `${r.pick(BRITISH_TOWNS)}, ${britishCode(r)}`, () => `${r.pick(BRITISH_TOWNS)}, ${r.pick(["Norfolk", "West Yorkshire", "Kent"])} ${britishCode(r)}`])(),
  },
  "United States": {
    street: (r) => `${number(r)}${r.digits(r.whole(2))} ${r.pick(AMERICAN_NAMES)} ${r.pick(AMERICAN_ENDS)}${r.pick(["", "", "", " Apt 4", ", Apt 12B", " #310", ", Suite 200", " Unit C"])}`,
    town: (r) => `${r.pick(AMERICAN_TOWNS)}, ${r.pick(STATES)} ${1 + r.whole(9)}${r.digits(4)}${r.pick(["", "", "-" + r.digits(4)])}`,
  },
  France: {
    street: (r) => `${number(r)}${r.pick(["", "", " bis", " ter", ","])} ${r.pick(FRENCH_KINDS)} ${r.pick(FRENCH_NAMES)}`,
    town: (r) => `${code(r, "#####").replace(/^0/, "7")} ${r.pick(FRENCH_TOWNS)}${r.pick(["", "", " Cedex 08"])}`,
  },
  Netherlands: {
    street: (r) => `${r.pick(DUTCH_NAMES)}${r.pick(DUTCH_ENDS)} ${number(r)}${r.pick(["", "", "", " A", "-3", "-II", "bis"])}`,
    town: (r) => `${1 + r.whole(9)}${r.digits(3)}${r.pick([" ", " ", ""])}${r.from("ABCDEGHJKLMNPRSTVWXZ", 2)} ${r.pick(DUTCH_TOWNS)}`,
  },
}

export const countryNames = Object.keys(countries)

/** How people type: mostly as above, some all in small letters, some all in capitals. */
const typed = (r: Random, text: string): string => r.pick([text, text, text, text, text, text, text, text.toLowerCase(), text.toUpperCase().replaceAll("STRAßE", "STRASSE")])

/** Street and town, on one line or on two. */
export const fullAddress = (country: string) => (r: Random): string => {
  const { street, town: townOf } = formOf(country)
  return typed(r, street(r) + r.pick([", ", ", ", "\n", " "]) + townOf(r))
}
export const streetLine = (r: Random): string => typed(r, formOf(r.pick(countryNames)).street(r))

const formOf = (country: string): Form => {
  const form = countries[country]
  if (form === undefined) throw new Error(`The benchmark's own data is at fault: no addresses of ${country}`)
  return form
}

export const addressSentences = [
  "{}", "Please deliver to {}.", "I live at {}, second floor", "Ship to: {}", "Lieferadresse: {}", "Ich wohne in der {}!", "unsere neue Anschrift lautet {}", "Mon adresse est {}.", "J'habite {}", "mijn adres is {}", "wonend te {}",
  "Name: Jane Doe\n{}\nPhone 12", "({})", "address {} is wrong", "search: {}", "My mother moved to {} last week", "Rechnung an Jane Doe, {}", "<p>{}</p>",
]
export const streetKeys = [
  "street", "street_address", "address", "address1", "address_1", "billing[address_1]", "addressLine1", "address_line_1", "shipping_address.line1", "strasse", "Straße", "adresse", "anschrift", "rue", "straat", "ep.street", "customer.address", "home_address", "billingStreet", "user_data.address.street",
]

const NOUNS = list("Galaxy,Camera,Marathon,Album,Kurs,Angebot,Collection,Sneaker,Paket,Workshop,Edition,Guide,Ticket,Lektion,Modul,Kapitel,Playlist,Vintage,Festival,Backpack")
const year = (r: Random): string => String(1990 + r.whole(45))
const town = (r: Random): string => r.pick([...GERMAN_TOWNS, ...BRITISH_TOWNS, ...AMERICAN_TOWNS, ...FRENCH_TOWNS])

/** Nobody's home: products, headings, orders and campaigns with numbers, street words and towns in them. */
export const addressTraps: Record<string, (r: Random) => string> = {
  "product": (r) => `${r.pick(NOUNS)} ${r.pick(["S", "X", "Pro", "Mini", "Z"])} ${number(r)}, ${r.digits(4)} ${r.pick(["mAh", "Stück", "pieces", "Lumen", "Seiten"])}`,
  "product and year": (r) => `${r.pick(["Spring", "Monitoring", "Earring", "Umweg", "Spielplatz", "Catering", "Tuning", "Training", "Drumset", "Hering"])} ${number(r)}, ${year(r)} ${r.pick(NOUNS)}`,
  "heading": (r) => `${number(r)} ${r.pick(["Best Places", "Ways to Drive Sales", "Smart Ways", "Great Drive Ideas", "Road Trips", "Easy Lane Changes", "Court Cases", "Square Meals"])}, ${r.pick(["Top", "Updated", "Edition", "Guide"])} ${year(r)}`,
  "heading in French": (r) => `${r.pick(["place", "cours", "route", "avenue", "via"])} ${r.pick(["to be", "de la mode", "aux livres", "du jour", "google ads"])} ${year(r)} ${r.pick(["Paris", "avec", "Edition", "with", "Lyon"])}`,
  "course": (r) => `${r.pick(["Lektion", "Kapitel", "Modul", "Lesson", "Level"])} ${number(r)}, ${r.digits(5)} ${r.pick(["Wörter", "Punkte", "Teilnehmer", "Downloads", "points"])}`,
  "order and town": (r) => `Bestellung ${r.digits(5)} ${town(r)}`, "order of a shop": (r) => `Order #${r.digits(5)}, ${number(r)} items, ${r.pick(NOUNS)}`,
  "postal code": (r) => r.pick([`${r.digits(5)} ${town(r)}`, `zip=${r.digits(5)}`, `postcode ${britishCode(r)}`, `${town(r)}, ${r.pick(STATES)} ${r.digits(5)}`]),
  "film or song": (r) => r.pick(["21 Jump Street", "10 Cloverfield Lane", "Avenue 5", "Abbey Road", "Wall Street 2", "8 Mile Road", "Route 66", "Electric Avenue", "Penny Lane", "Sesame Street 50", "Boulevard of Broken Dreams", "Fifth Avenue", "Champs-Élysées", "La rue kétanou"]) + r.pick(["", ` (${year(r)})`, " | Shop", ` – ${number(r)} Songs`]),
  "event": (r) => `${r.pick(NOUNS)} ${town(r)} ${number(r)}. ${r.pick(["Mai", "June", "juillet", "März"])} ${year(r)}`, "race": (r) => `${number(r)} km Lauf ${r.pick(["Ring", "Platz", "Allee"])}, ${year(r)} ${town(r)}`,
  "menu": (r) => `${r.pick(["Place", "Platz", "Rang", "Weg", "Tor", "Halle", "Gate"])} ${number(r)}`, "ranking": (r) => `Platz ${number(r)}, ${year(r)} ${r.pick(["Weltmeister", "Gewinner", town(r)])}`,
  "campaign": (r) => `${r.pick(["drive", "way", "road", "street", "court"])}_${r.pick(["sale", "retargeting", "lookalike"])}_${r.digits(5)}_${town(r).toLowerCase()}`,
  "state and number": (r) => `Flight ${r.pick(STATES)} ${r.digits(5)}, gate ${number(r)}`, "stock": (r) => `${number(r)} in stock, ${r.pick(["IN", "OR", "ME", "OK", "HI"])} ${r.digits(5)} units`,
  "price": (r) => `${number(r)} ${r.pick(["Way", "Drive", "Place"])} Tickets, ${r.digits(4)} sold`, "chapter of a law": (r) => `§ ${number(r)} ${r.pick(["StVO", "GewO", "DSGVO"])}, ${year(r)} ${r.pick(["Novelle", "Fassung"])}`,
  "speed": (r) => `${r.pick(["Highway", "Road", "Street"])} Tire ${r.digits(3)}/${r.digits(2)} R${number(r)}`, "reading time": (r) => `${number(r)} min read, ${r.digits(4)} Words`, "area of text": (r) => `address=${r.pick(["required", "missing", "filled", "step 2", "billing", "same as shipping"])}`,
  "street without a number": (r) => `section=${r.pick(["street style", "main street", "high street fashion", "straße"])}`, "form field": (r) => JSON.stringify({ event: "form_error", field: r.pick(["street", "address", "strasse"]), code: number(r) }),
  "coordinate of a picture": (r) => `rect ${number(r)} ${number(r)} ${r.digits(4)}`, "wifi": (r) => `${r.pick(["MAC", "IP", "e-mail", "web"])} address ${r.pick(["missing", "not valid", "of the server"])}`,
}

import { spelledOut } from "./spelled-out.ts"

/** Nothing of a word or number stands before or after. All patterns are bounded, so that no text makes them slow. */
const START = String.raw`(?<![\p{L}\p{N}\p{M}_])`
const END = String.raw`(?![\p{L}\p{N}_])`

const MONTHS = "jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc]|juin|juil|août"
/** ` Stiege 2 Top 14`, ` 3. OG`, ` 2 hoog` */
const FLOOR = String.raw`(?:,? (?:(?i:apt|app|whg|wohnung|top|stiege|tür|zimmer|appartement|bât|hus|lgh|piano|interno|piso|m)\.? ?\w{1,5}|\d{1,2}[ºª] ?[A-Z]?|\d{1,2}(?:\.|er|e|ème)? ?(?:OG|EG|UG|Stock|étage|hoog)(?: (?:voor|achter))?)){0,3}`
/** `12`, `12a`, `12 b`, `12-14`, `12/3/4`, `12-II`, `12 bis` */
const HOUSE = String.raw`\d{1,4}(?: ?(?i:bis|ter|hs)| ?[a-hA-H](?![\p{L}\p{N}]|-\d))?(?:(?: ?[-/] ?(?:\d{1,4}|(?i:[ivx]{1,4}|[a-h]))| [IVX]{1,4})(?![\p{L}\p{N}])){0,3}(?!\. (?i:${MONTHS}))${FLOOR}`
/** Names in front of the word for street, adjectives of towns. */
const NAMES = String.raw`(?:(?:\p{Lu}[\p{L}.'’-]{1,25}(?: van de[rn]?| van| de)?|\p{L}{3,20}er|(?i:alte[rn]?|neue[rn]?|nieuwe|lange|große|kleine|obere|untere|hintere|vordere|van)) ){0,4}`
const SURE_ENDS = "straße|strasse|str\\.|gasse|straat|gracht|gatan|vägen|gränden|gade"
const ENDS = "weg|platz|allee|ring|damm|ufer|graben|hof|markt|zeile|kai|brücke|chaussee|promenade|pfad|steig|stiege|twiete|kamp|park|garten|gärten|winkel|bleichen|laan|plein|plantsoen|kade|dijk|singel|steeg|dreef|pad|burgwal|vej|veien|gata|gate|stigen|torget|gärdet|plads|tie|katu"
const BY = "am|an de[rnm]|auf de[rnm]|im|in de[rn]|zum|zur|unter de[rn]|vor de[rnm]|hinter de[rnm]|bei de[rnm]|beim"

const ENGLISH_ENDS =
  "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|square|sq|terrace|ter|close|crescent|circle|cir|parkway|pkwy|highway|hwy|trail|trl|loop|pike|mews|grove|gardens|row|walk|hill|gate|parade|green|rise|view"
const FLAT = String.raw`(?:(?i:flat|apartment|apt|unit|suite)\.? \w{1,5},? )?`
const UNIT = String.raw`(?:,? (?:(?i:apt|apartment|suite|unit|ste|flat)\.? ?#?\w{1,6}|#\s?\w{1,6}))?`
const FRENCH_KINDS = "rue|avenue|av\\.|boulevard|bd|place|chemin|allée|impasse|quai|cours|route|square|passage|faubourg|voie|ruelle|sentier|cité|villa|esplanade|promenade|hameau|résidence|lotissement"
const KINDS = `${FRENCH_KINDS}|calle|c/|avenida|avda\\.|plaza|paseo|camino|carretera|ronda|travesía|via|viale|vicolo|piazza|piazzale|corso|largo|strada|contrada|rua|praça|travessa|ulica|ul\\.|aleja|al\\.|plac|pl\\.|osiedle|os\\.`

export interface StreetForm {
  pattern: RegExp
  /** The words can hardly mean anything else: street and number alone are an address. Others need a postal code, or a word that announces them. */
  sure: boolean
  /** Without it in the text the pattern cannot match; a pattern that may begin at any word is slow. */
  hint: RegExp
}

const street = (hint: string, source: string, sure = false): StreetForm => ({ pattern: new RegExp(spelledOut(START + source + END), "gu"), sure, hint: new RegExp(hint, "iu") })

/** How countries write the line with the street and the number. */
export const streets: readonly StreetForm[] = [
  // Hauptstraße 12, Alte Poststr. 5a, Keizersgracht 123-II
  street(String.raw`(?:${SURE_ENDS}) ?\d`, String.raw`${NAMES}\p{L}[\p{L}.'’-]{0,40}?(?<=(?i:${SURE_ENDS})) ?${HOUSE}`, true),
  // Berliner Straße 3, Straße des 17. Juni 135
  street("stra(?:ß|ss)e|gasse", String.raw`${NAMES}(?i:straße|strasse|gasse) (?:(?i:des|der|am|zum|vom) [\p{L}\d.]{1,20} (?:\p{L}{1,20} )?)?${HOUSE}`, true),
  // Lindenweg 3, Alter Markt 7, Am Alten Markt 7; not Platz 3
  street(String.raw`(?:${ENDS}) ?\d`, String.raw`${NAMES}\p{L}[\p{L}.'’-]{2,40}?(?<=(?i:${ENDS})) ?${HOUSE}`),
  street(String.raw`(?:${ENDS}) \d`, String.raw`\p{L}[\p{L}-]{2,20} (?i:${ENDS}) ${HOUSE}`),
  street(String.raw`\p{L} \d`, String.raw`(?i:${BY}) (?:(?i:alten|neuen|großen|kleinen|oberen|unteren) )?\p{L}[\p{L}-]{2,25} ${HOUSE}`),
  // 221B Baker Street, 350 5th Ave #310
  street(String.raw`\d[a-z]? [\p{L}\d]`, String.raw`${FLAT}\d{1,6}[A-Za-z]? (?:[\p{L}\d][\p{L}\d.'’-]{0,20} ){1,5}?(?i:${ENGLISH_ENDS})(?!\p{L})\.?${UNIT}`),
  // 12 bis, rue du 8 Mai 1945
  street(FRENCH_KINDS, String.raw`\d{1,4}(?: ?(?i:bis|ter)| ?[A-D])?,? (?i:${FRENCH_KINDS})(?: (?:\p{L}[\p{L}'’.-]{0,25}|\d{1,2} \p{L}{3,9} (?:19|20)\d\d)){1,6}${FLOOR}`),
  // Calle Mayor 5, Rue de la Loi 16, ul. Długa 5
  street(KINDS, String.raw`(?i:${KINDS})(?: \p{L}[\p{L}'’.-]{0,25}){1,5}?,? ${HOUSE}`),
]

/** Comma, line or bar, or nothing but a space. */
const BREAK = String.raw`(?:[ \t]{0,2}[,;|·\n\r]{1,3}[ \t]{0,2}|[ \t]{1,2})`
const WORD = String.raw`['’]?\p{L}(?:[\p{L}'’.-]{0,30}\p{L})`
const TOWN = String.raw`(?:(?i:bad|sankt|st\.?|le|la|les|den|de|wiener|new|san) )?${WORD}(?: (?i:am|an de[rn]|aan den|op|bei|im|ob|a\. ?d\.) ${WORD})?(?: (?i:cedex)(?: \d{1,2})?| \(\p{L}[\p{L}. ]{1,20}\))?`

const STATES = "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR"
const AMERICAN = String.raw`(?:${STATES}|(?!in|or|me|ok|hi)(?:${STATES.toLowerCase()}))[ ,]{1,2}\d{5}(?:-\d{4})?`
const AREAS =
  "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
const BRITISH = String.raw`(?i:(?:${AREAS})\d[A-Z\d]? ?\d[A-Z]{2})`
const CANADIAN = String.raw`(?i:[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d)`
const AUSTRALIAN = String.raw`(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT) \d{4}`
const ANGLO = `(?:${AMERICAN}|${BRITISH}|${CANADIAN}|${AUSTRALIAN})`
/** Hamlets and counties end with a comma or a line: parts that could end anywhere would be tried in every combination. */
const PARTS = String.raw`(?!(?i:phone|tel|fax|mobil|cell|handy))(?:\p{L}[\p{L}.'’ -]{1,40}[,;|·\n\r]\s{0,2}){0,2}(?:\p{L}[\p{L}.'’ -]{1,40}?[, ]{1,2})?`

/** What follows the street, from the end of the street on: `, 1010 Wien`, ` 1015 CJ Amsterdam`, `, Leeds LS1 4AB`, `, 90210` */
export const towns: readonly RegExp[] = [
  String.raw`${BREAK}(?:[A-Za-z]{1,2}-)?(?:\d{5}|\d{4} ?[A-Z]{2}|(?!(?:19|20)\d\d )\d{4} ?[a-z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3} \d{2}) ${TOWN}`,
  String.raw`${BREAK}${PARTS}${ANGLO}`,
  String.raw`${BREAK}(?:(?=\p{Lu})${PARTS})?\d{5}(?:-\d{4})?(?!-?\d| \d{3})`,
].map((source) => new RegExp(spelledOut(source + END), "yu"))

/** Where words announce an address, any name with a number and a town is one: `my address is Lippe 62a, 99102 Castrop`. */
export const anyStreet = street("add?res|anschrift|dirección|direccion|indirizzo|endereço|wo[ho]?n|liv|moved|ship|deliver|umgezogen|umzug|zieh|habit|domicili|vivo|abito", String.raw`${NAMES}\p{L}[\p{L}.'’-]{2,40} ${HOUSE}`)

/** Four digits are often a year or a count: not behind a number that stands in front of the street. */
export const townByFourDigits = new RegExp(spelledOut(String.raw`${BREAK}(?:[A-Za-z]{1,2}-)?(?!19|20[0-4])[1-9]\d{3} ${TOWN}${END}`), "yu")

/** Without a word for street, a code with letters or a hyphen in it still proves it: `1500 Broadway, New York, NY 10036`, `Dam 1, 1012 JS Amsterdam`. */
export const provenByCode: readonly Pick<StreetForm, "pattern" | "hint">[] = [
  [String.raw`\b(?:${STATES})[ ,]{1,2}\d{5}`, String.raw`${START}\d{1,6} [\p{L}\d][\p{L}\d.'’ -]{2,40}(?:, [\p{L}\d#. ]{1,12})?(?:, |\n)\p{L}[\p{L}.'’ -]{1,30}, ${AMERICAN}${END}`],
  [String.raw`\d ?[A-Z]{2}\b|\d[A-Z]\d|[A-Z]{2} \d{4}`, String.raw`${START}${FLAT}\d{1,4}[A-Za-z]?,? (?:(?:\p{L}[\p{L}.'’-]{0,25}|#?\d{1,5})[ ,\n]{1,3}){2,9}?(?:${BRITISH}|${CANADIAN}|${AUSTRALIAN})${END}`],
  [String.raw`[,;\n] ?(?:\d{4} ?[A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3} \d{2}) `, String.raw`${START}${NAMES}\p{L}[\p{L}.'’-]{1,40} ${HOUSE}[ \t]?[,;\n][ \n]?(?:[1-9]\d{3} ?(?!SS|SD|SA)[A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3} \d{2}) ${TOWN}${END}`],
].map(([hint = "", source = ""]) => ({ hint: new RegExp(hint, "iu"), pattern: new RegExp(spelledOut(source), "gu") }))

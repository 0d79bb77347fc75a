import type { Words } from "./words.ts"

/** Stems that begin or end a word in many languages: Telefonnummer, cellphone, puhelinnumero. */
const STEMS =
  "phone|telefon|teléfon|telefón|téléphon|telephon|puhelin|mobil|móvil|móviles|telemóvel|handy|whats ?app|hotline|helpline|" +
  "rufnummer|durchwahl|fernsprech|" +
  "fax|celular|cellular|cellulare|portable|komórk|celulár|mobitel|ponsel|gsm|viber|voicemail|" +
  "τηλέφων|κινητό|телефон|мобильн|мобілн|мобилен|позвони|звони|зателефон|" +
  "telefoon|llám|answer|unanswered|voice mail|messages? to|contactable|registered(?! (?:trade|office))|anruf|anzuruf|erreichbar|" +
  "erreichen|appele|joindre|llam|chiam|ligue|ligar|zadzwo|dzwo|zavol|volejte|hívj|sunați|sunati|nazov|pozov|nazvat|soita|bellen|" +
  "contactez|" +
  "kontaktnummer|contactnummer|kontaktného|skambin|zvan|helista"
/** Words that mean this only when they stand alone: `tel`, not `telling`. */
const WHOLE =
  "tel|tél|tlf|telf|tfno|tfn|ph|mob|mobile|cell|cells|cel|call|calls|called|calling|callback|dial|dialing|ring|rang|text me|" +
  "text us|text him|text her|text them|texted|texting|text message|sms|mms|msisdn|pager|extension|" +
  "landline|switchboard|toll-free|tollfree|reach|reached|contact me|contact us|contact you|available at|available on|" +
  "get hold of|pick up|picks up|hung up|desk|contact him|contact her|contact them|contact number|" +
  "phone number|my number|his number|her number|our number|their number|your number|work number|home number|office number|" +
  "new number|daytime number|" +
  "emergency number|emergency contact|this number|the number|a number|number is|number's|new one|bel|belt|ring|ringa|ringe|ara|" +
  "arayın|arayınız|cep|" +
  "gọi|điện thoại|di động|sđt|hubungi|telepon|telpon|hp|panggil|тел|моб|τηλ|κιν|ring mig|kapcsolat|hív|tālr|puh|mob tel|rufen|" +
  "ruf|anrufen|contacter|contacto|contato|contatto|recapito|fijo|fixe|fisso"
/** "My number", which says it, and not "number", which says nothing. */
const MINE =
  "(?:meine|mein|min|mijn|unsere|ihre|seine|neue|nya|nye|nieuwe|ons) nummer|(?:mon|votre|notre|son|leur|nouveau) numéro|(?:mi|" +
  "su|tu|nuestro|nuevo) número|(?:mio|suo|tuo|nostro|nuovo) numero|" +
  "(?:meu|seu|nosso|novo) número|(?:mój|twój|nasz|nowy) numer|(?:nummer|numéro|número|numero|numer) (?:ist|est|es|é|è|is|to|er|är)"
/** Scripts that put no space around words. */
const UNSPACED =
  "電話|携帯|連絡先|番号|お問い合わせ|ファックス|电话|手机|手機|致电|拨打|聯絡|联系|座机|传真|微信|전화|휴대폰|휴대전화|핸드폰|연락처|연락|팩스|โทร|มือถือ|เบอร์|แฟกซ์|" +
  "هاتف|جوال|اتصل|موبايل|واتساب|تلفون|رقم|محمول|تلفن|موبایل|تماس|فون|טלפון|נייד|התקשר|טל|פקס|फ़ोन|फोन|मोबाइल|कॉल|नंबर|ফোন|" +
  "মোবাইল|நம்பர்|தொலைபேசி|ఫోన్|ഫോൺ|ტელეფონ|հեռախոս"

const OTHER =
  "order|invoice|account|acct|iban|id|ids|ref|reference|ticket|case|zip|postal|postcode|sku|card|ssn|social security|passport|" +
  "licen[cs]e|transaction|version|amount|total|price|gtin|" +
  "isbn|serial|tracking|customer number|policy|timestamp|epoch|campaign|client|session|visitor|pixel|product|item|article|" +
  "invoice number|order number|bestellnummer|rechnung|rechnungsnummer|" +
  "kundennummer|kontonummer|commande|facture|pedido|factura|bestelling|faktura|objednávk\\p{L}*|zamówieni\\p{L}*|rendelés|заказ|" +
  "订单|注文|booking|confirmation|employee|member|membership|imei|vin|batch|build|revision|commit|port|size|bestell\\p{L}*|" +
  "artikel\\p{L}*|sendungs\\p{L}*|auftrags\\p{L}*|model|modell|din|iso|page|results"

/** What says that a number is for calling, and what says that it is for something else. */
export const phoneWords: Words = {
  yes: new RegExp(
    `(?<!head|ear|i|micro|mega|saxo|xylo)(?:${STEMS}|${MINE})|(?<![\\p{L}\\p{N}_])(?:t|m|p|f|h|w|c)[.:] {0,2}$|(?<![\\p{L}\\p{N}_])(?:${WHOLE})(?![\\p{L}\\p{N}_])|${UNSPACED}`,
    "giu",
  ),
  no: new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${OTHER})(?![\\p{L}])(?:[ -]?(?:number|nummer|numéro|número|no\\.|nr\\.|is|ist|#|:)){0,3}|[€$£¥#]|n°`,
    "giu",
  ),
}

/** Labels after a number: `555 0123 (mobile)`, `-Work`. */
export const phoneLabelAfter =
  /^[ \t]{0,2}[-–(,/[]{0,2}[ \t]{0,2}(?:work|home|office|mobile|cell|fax|direct|main|phone|tel|voice|mob|handy|privat|büro|geschäftlich|bureau|casa|trabajo)(?!\p{L})/iu

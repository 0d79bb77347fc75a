/** The words of a key: `ep.userPhone_number` → ep, user, phone, number. */
export const wordsOf = (key: string): string[] =>
  key
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** A function of keys that remembers: the same few keys stand in every hit. Keys come from outside, so the memory is bounded. */
export function remembered<Answer>(answer: (key: string) => Answer): (key: string) => Answer {
  const known = new Map<string, Answer>()
  return (key) => {
    const old = known.get(key)
    if (old !== undefined) return old
    const fresh = answer(key)
    if (known.size >= MOST_KEPT) known.clear()
    known.set(key, fresh)
    return fresh
  }
}

const MOST_KEPT = 5_000

/** The key's last one to three words, joined: `billing.first_name` → name, firstname, billingfirstname. */
export const endingsOf: (key: string) => string[] = remembered((key) => {
  const words = wordsOf(key)
  return [1, 2, 3].filter((count) => count <= words.length).map((count) => words.slice(-count).join(""))
})

/** What a key ends in when its value counts, names or times something and never is a person's number. */
const COUNTING = new Set(
  (
    "id ids count counts clicks click views type model os version ver ts time timestamp epoch date session hash digest etag sku " +
    "gtin ean upc isbn mpn asin " +
    "width height size build revision nonce seq sequence duration offset latency score price amount total tax shipping revenue " +
    "quantity qty index " +
    "position brand device app url format currency checksum crc md5 sha1 sha256 sha512 uuid guid token key cache buster cb rnd " +
    "random ref reference txn cart basket voucher coupon serial imei barcode parcel receipt ticket trace span correlation"
  ).split(" "),
)

/** Keys of tracking protocols whose values are identifiers of browsers, campaigns and hits. */
const TRACKING = new Set(
  (
    "cid sid tid gid aid uid _p _s sct seg _et _eu gcs gcd gcu dma dma_cps pscdl tag_exp gtm _gaz _nsi jid gjid cjid _u _gid _ga " +
    "_gl _fbp fbp _fbc fbc " +
    "gclid dclid gbraid wbraid gclsrc fbclid msclkid ttclid twclid li_fat_id yclid epik igshid mc_cid mc_eid srsltid gad_source " +
    "gad_campaignid " +
    "_gcl_au _gcl_aw _gcl_dc _gac _uetsid _uetvid _ttp _tt_enable_cookie _pin_unauth _clck _clsk _scid _rdt_uuid hubspotutk " +
    "__hstc __hssc __hs_opt_out " +
    "_hjid _hjsession _hjsessionuser ajs_anonymous_id ajs_user_id amp mp_ ph_ sr vp sd it rl cdl eid event_id ecid mid mcid " +
    "traceparent tracestate x-request-id x-correlation-id cf-ray etag if-none-match x-cloud-trace-context x-amzn-trace-id " +
    "content-length age " +
    "utm_id utm_campaign utm_source utm_medium utm_term utm_content order_number order_no ordernumber orderno invoice transaction " +
    "order campaign adset adgroup ad creative placement pixel network gtin barcode"
  ).split(" "),
)

/** What is numbered: `booking_number`, `customerNo`, `ticket_code` are no card and no telephone, whatever their digits are. */
const NUMBERED = new Set(
  (
    "order transaction txn invoice booking reservation tracking shipment parcel receipt ticket case customer client member membership loyalty " +
    "voucher coupon quote contract policy batch serial part article item product campaign visitor session auth merchant reference"
  ).split(" "),
)
const NUMBER = /^(?:number|no|nr|num|code)$/

/** Keys that end like an identifier's and still hold a person's own number. */
const PERSONAL = /^(?:national|tax|social|identity|ip)$/

/** Whether the key says that its value is an identifier, a count or a time. */
export const isHarmlessKey = (key: string | undefined): boolean => key !== undefined && judge(key)

const judge: (key: string) => boolean = remembered((key) => {
  const words = wordsOf(key)
  if (TRACKING.has(key.toLowerCase()) || /^_(?:ga|gat|gac|gcl|hj|dc_gtm)_/i.test(key)) return true
  const last = words.at(-1) ?? ""
  if (NUMBER.test(last) && words.slice(0, -1).some((word) => NUMBERED.has(word))) return true
  return COUNTING.has(last) && !words.some((word) => PERSONAL.test(word))
})

/** `{}` is the value. A plain word around it is all that a reader would have. */
export const emailSentences = [
  "Please send the statement to {}", "my e-mail is {}.", "Contact: {}, thanks", "<{}>", "mailto:{}", "{} wrote last week", "I forgot the password of {}, can you help?", "Reply-To: \"Jane\" <{}>", "({})", "Meine Adresse ist {}!",
  "escríbeme a {} por favor", "メールは{}までお願いします", "E-Mail:{};", "Is {} still valid?", "user={}&x=1", "Name\nStreet 1\n{}\n", "[{}]", "'{}'", "cc:{},bcc", "邮箱是{}，谢谢", "이메일은 {}입니다",
]
export const ibanSentences = [
  "Are there charges for a transfer from {} to other banks?", "my iban is {}", "IBAN: {}", "Bitte überweisen Sie auf {}.", "Pay {} today", "account {}, reference 12", "({})", "Le compte {} est fermé", "from {} to me", "{}",
  "Transfer 200 EUR to {}; thanks", "Konto {} bei der Bank", "BIC COBADEFF, IBAN {}",
]
export const cardSentences = [
  "I want to increase the limit on my card # {} for some time", "My credit card {} has been lost, please block it", "Please bill {} for the order", "cc {} exp 12/29", "number {} was declined", "Could you send the last amount for {} to me?",
  "How do I check the balance on my credit card? {}", "It says {} and then nothing happens.", "Kreditkarte: {}", "tarjeta {} vencida", "{} 12/28 123", "Visa {}", "carte n° {}", "Why is {} not accepted here?", "Card number: {}.", "my old one was ({})",
]
export const phoneSentences = [
  "Please call me at {}", "Call me back on my new number, which is {}.", "my phone number is {}", "Phone: {}", "Tel. {}", "tel: {}", "Mobile {}", "Fax: {} (office)", "You can reach me on {} after five", "Contact number {}", "WhatsApp me: {}", "text me at {} please",
  "The manager should ring {} about the account", "Rufen Sie mich an: {}", "Meine Telefonnummer lautet {}.", "Handy: {}", "Mobil {}", "telefonisch erreichbar unter {}", "Mon numéro de téléphone est le {}", "Appelez-moi au {}", "Tél : {}", "portable {}", "Llámame al {}",
  "Mi teléfono es {}", "móvil: {}", "Il mio cellulare è {}", "Chiamami al {}", "telefone: {}", "Ligue para {}", "telemóvel {}", "Bel mij op {}", "telefoonnummer {}", "Mój telefon: {}", "zadzwoń pod {}", "Telefon: {}", "Zavolejte na {}", "ring mig på {}", "puhelin {}", "Telefonszám: {}",
  "cep telefonu {}", "Τηλέφωνο: {}", "Мой телефон {}", "тел. {}", "Позвоните по номеру {}", "電話番号は{}です", "电话：{}", "手机号 {}", "전화번호는 {}입니다", "رقم الهاتف {}", "טלפון: {}", "फ़ोन नंबर {}", "โทร {}", "Điện thoại: {}", "Telepon: {}", "Jane Doe\n12 Main Street\nPhone {}\n",
  "{} is my cell", "{} (mobile)", "{} - Work", "Emergency contact: Jane, {}", "dial {} for support", "hotline {}", "I gave them {} as my phone", "Ph: {}", "T: {}", "M. {}", "Can somebody call {}? It is urgent", "Durchwahl {}", "SMS an {} genügt", "numero di telefono: {}",
]
export const internationalSentences = ["{}", "Reach us: {}", "Write or use {} any day", "{}, Vienna", "see {} for more", "({})", "Kontakt {} Wien", "from {} to you", "a\n{}\nb"]

import { ada, purchase, type Example } from "../example.ts"

const destination = { type: "google-ads", consent: "marketing", conversionId: "AW-123456789", labels: {}, customerId: "1234567890", conversions: { purchase: "987654321" }, secret: "GOOGLE_KEY" } as const

export const examples: readonly Example<"google-ads">[] = [
  { title: "A purchase after a click, with enhanced conversions", in: { destination, event: purchase, personal: ada, campaign: { gclid: "Cj0KCQiA" } }, out: {
    destinations: [
      {
        reference: "purchase",
        operatingAccount: { accountType: "GOOGLE_ADS", accountId: "1234567890" },
        productDestinationId: "987654321",
      },
    ],
    events: [
      {
        destinationReferences: ["purchase"],
        transactionId: "pi_1",
        eventTimestamp: "2026-11-24T12:00:00.000Z",
        eventSource: "WEB",
        adIdentifiers: { gclid: "Cj0KCQiA" },
        userData: {
          userIdentifiers: [
            { emailAddress: "cd98a25152ad884b29e524ea5d3d8d35615ed0afbbc5ea3a6d4215572b0b2bde" },
            { phoneNumber: "faad3b10918e39b5f4d5334f1e1e128719608e8bd3ad3b963dc30187b4518e23" },
          ],
        },
        consent: { adUserData: "CONSENT_GRANTED", adPersonalization: "CONSENT_GRANTED" },
        currency: "EUR",
        conversionValue: 240,
        cartData: { items: [{ merchantProductId: "intensive", quantity: 1, unitPrice: 240 }] },
      },
    ],
    encoding: "HEX",
  } },
  { title: "In a test environment Google checks it and counts nothing", in: { destination: { ...destination, managerId: "1112223334" }, event: purchase, campaign: { wbraid: "Cm4" }, testMode: true }, out: {
    destinations: [
      {
        reference: "purchase",
        operatingAccount: { accountType: "GOOGLE_ADS", accountId: "1234567890" },
        loginAccount: { accountType: "GOOGLE_ADS", accountId: "1112223334" },
        productDestinationId: "987654321",
      },
    ],
    events: [
      {
        destinationReferences: ["purchase"],
        transactionId: "pi_1",
        eventTimestamp: "2026-11-24T12:00:00.000Z",
        eventSource: "WEB",
        adIdentifiers: { wbraid: "Cm4" },
        consent: { adUserData: "CONSENT_GRANTED", adPersonalization: "CONSENT_GRANTED" },
        currency: "EUR",
        conversionValue: 240,
        cartData: { items: [{ merchantProductId: "intensive", quantity: 1, unitPrice: 240 }] },
      },
    ],
    encoding: "HEX",
    validateOnly: true,
  } },
]

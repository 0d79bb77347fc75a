import { ada, purchase, type Example } from "../example.ts"

export const examples: readonly Example<"linkedin">[] = [
  {
    title: "A purchase, by address and click id",
    in: { destination: { type: "linkedin", consent: "marketing", partnerId: "123456", conversions: { purchase: "7654321" }, secret: "LINKEDIN_TOKEN" }, event: purchase, personal: ada, campaign: { li_fat_id: "df5gf5-gh6t7" } },
    out: {
      elements: [
        {
          conversion: "urn:lla:llaPartnerConversion:7654321",
          conversionHappenedAt: 1795521600000,
          conversionValue: { currencyCode: "EUR", amount: "240" },
          eventId: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
          user: {
            userIds: [
              { idType: "SHA256_EMAIL", idValue: "894ac26ea616dec861df81a6efb2ddfc30c3f1cb72b219a17242d8244e66c125" },
              { idType: "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID", idValue: "df5gf5-gh6t7" },
            ],
            userInfo: { firstName: "Ada", lastName: "Lovelace" },
          },
        },
      ],
    },
  },
]

import { ada, purchase, type Example } from "../example.ts"

const destination = { type: "tiktok", consent: "marketing", pixelId: "C0123456789ABCDEF", secret: "TIKTOK_TOKEN" } as const

export const examples: readonly Example<"tiktok">[] = [
  { title: "A purchase after a click", in: { destination, event: purchase, personal: ada, campaign: { ttclid: "E.C.P.abc" } }, out: {
    event_source: "web",
    event_source_id: "C0123456789ABCDEF",
    data: [
      {
        event: "Purchase",
        event_time: 1795521600,
        event_id: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
        user: {
          email: "894ac26ea616dec861df81a6efb2ddfc30c3f1cb72b219a17242d8244e66c125",
          phone: "faad3b10918e39b5f4d5334f1e1e128719608e8bd3ad3b963dc30187b4518e23",
          external_id: "f2c317c69af9996941576a811113aee5dea11d8b0763b785aa613e874a80a02d",
          ttclid: "E.C.P.abc",
        },
        page: { url: "https://shop.example/checkout/" },
        properties: {
          value: 240,
          currency: "EUR",
          order_id: "pi_1",
          content_type: "product",
          contents: [{ content_id: "intensive", content_name: "The Intensive", price: 240, quantity: 1 }],
        },
      },
    ],
  } },
  { title: "A lead in a test environment goes to the Test Events tab", in: { destination: { ...destination, testEventCode: "TEST12345" }, event: { name: "lead_submit", params: { form_id: "lead" } }, testMode: true }, out: {
    event_source: "web",
    event_source_id: "C0123456789ABCDEF",
    test_event_code: "TEST12345",
    data: [
      {
        event: "Lead",
        event_time: 1795521600,
        event_id: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
        user: { external_id: "f2c317c69af9996941576a811113aee5dea11d8b0763b785aa613e874a80a02d" },
        page: { url: "https://shop.example/checkout/" },
        properties: { form_id: "lead" },
      },
    ],
  } },
]

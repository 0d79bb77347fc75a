import { ada, purchase, type Example } from "../example.ts"

export const examples: readonly Example<"meta">[] = [
  {
    title: "A purchase of somebody who came by an advertisement",
    in: { destination: { type: "meta", consent: "marketing", pixelId: "1029384756", secret: "META_TOKEN" }, event: purchase, personal: ada, campaign: { fbclid: "IwAR0abc" } },
    out: {
      data: [
        {
          event_name: "Purchase",
          event_time: 1795521600,
          event_id: "0b9f1c52-6a1e-4c8e-9d55-1f2c7a4e8b10",
          action_source: "website",
          event_source_url: "https://shop.example/checkout/",
          user_data: {
            external_id: ["f2c317c69af9996941576a811113aee5dea11d8b0763b785aa613e874a80a02d"],
            fbc: "fb.1.1795521540000.IwAR0abc",
            em: ["894ac26ea616dec861df81a6efb2ddfc30c3f1cb72b219a17242d8244e66c125"],
            ph: ["99a4599795d24445a5be21117f375c1bbe9e795daf7f62666686ce081e1f32dc"],
            fn: ["fdee430d40bd57deeac186cd9790033d0f06f909a8806e7ce6e717ab7c7d5029"],
            ln: ["fb1e7ec987523d2cb9e022cec1d6ae7c99dc46edfae4fe51254025fe4bea571f"],
          },
          custom_data: {
            transaction_id: "pi_1",
            value: 240,
            currency: "EUR",
            content_type: "product",
            contents: [{ id: "intensive", quantity: 1, item_price: 240 }],
            order_id: "pi_1",
            lead_id: "lead-1",
          },
        },
      ],
    },
  },
]

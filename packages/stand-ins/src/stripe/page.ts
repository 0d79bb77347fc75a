import type { PaymentLink } from "./objects.ts"

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

const price = ({ amount, currency }: PaymentLink): string => new Intl.NumberFormat("en-IE", { style: "currency", currency: currency.toUpperCase() }).format(amount / 100)

const style = `
*{box-sizing:border-box}body{margin:0;font:16px/1.5 ui-sans-serif,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;color:#1a1f36;background:#fff;display:grid;grid-template-columns:1fr 1fr;min-height:100vh}
.order{background:#0d222c;color:#e8f1f4;padding:clamp(2rem,8vw,6rem) clamp(1.5rem,6vw,5rem)}.order p{margin:0 0 .5rem;color:#a8c0ca}.order h1{font-size:1.1rem;font-weight:500;margin:2rem 0 .25rem}.order strong{display:block;font-size:2.6rem;letter-spacing:-.02em;line-height:1.1}
.order dl{margin:2rem 0 0;border-top:1px solid #2b4754;padding-top:1rem}.order div{display:flex;justify-content:space-between;gap:1rem}.order dd{margin:0}
.flag{display:inline-block;background:#ffc53d;color:#1f1600;font-weight:600;font-size:.9rem;padding:.15rem .6rem;border-radius:3px}
form{padding:clamp(2rem,8vw,6rem) clamp(1.5rem,6vw,5rem);display:grid;gap:1.1rem;align-content:start;max-width:34rem}h2{font-size:1.25rem;margin:0}
label{display:grid;gap:.3rem;font-weight:500}input{font:inherit;padding:.65rem .8rem;border:1px solid #8792a2;border-radius:6px}
button{font:inherit;font-weight:600;padding:.85rem 1rem;border-radius:6px;cursor:pointer;border:1px solid #0055cc;background:#0055cc;color:#fff}button.second{background:#fff;color:#0048ad}
button:hover{filter:brightness(.93)}:focus-visible{outline:3px solid #7ab0ff;outline-offset:2px}.or{display:grid;grid-template-columns:1fr auto 1fr;gap:1rem;align-items:center;color:#59616e;margin:0}.or::before,.or::after{content:"";border-top:1px solid #d5dbe1}.note{color:#59616e;font-size:.94rem;margin:0}
@media(max-width:48rem){body{grid-template-columns:1fr}.order{padding-block:2rem}form{padding-block:2rem 3rem}}`

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)}</title><link rel="icon" href="data:,"><style>${style}</style></head><body>${body}</body></html>`

export interface PageOptions {
  shopName: string
  email: string
  name: string
  clientReferenceId: string | undefined
}

/** The hosted page of a Payment Link. It says itself that it is a stand-in. */
export const payPage = (link: PaymentLink, { shopName, email, name, clientReferenceId }: PageOptions): string =>
  page(
    `Pay ${shopName}`,
    `<section class="order"><p>${escape(shopName)} <span class="flag">Stand-in for Stripe: no money moves</span></p>
<h1>${escape(link.name)}</h1><strong>${price(link)}</strong><dl><div><dt>${escape(link.name)} × 1</dt><dd>${price(link)}</dd></div><div><dt>Tax</dt><dd>included</dd></div></dl></section>
<form method="post"><h2>Contact and payment</h2>
${clientReferenceId === undefined ? "" : `<input type="hidden" name="client_reference_id" value="${escape(clientReferenceId)}">`}
<label>Email<input type="email" name="email" required autocomplete="email" value="${escape(email)}"></label>
<label>Name<input name="name" required autocomplete="name" value="${escape(name)}"></label>
<button data-pay="card" name="method" value="card">Pay ${price(link)} by card</button>
<p class="or">or</p>
<button class="second" data-pay="voucher" name="method" value="voucher">Pay by voucher</button>
<p class="note">A voucher is confirmed when its money arrives, some days later.</p></form>`,
  )

export const gonePage = (): string => page("Not available", `<section class="order"><h1>This payment link is not active.</h1></section>`)

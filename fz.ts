import { guard } from "./packages/privacy/src/guard.ts"
import { scan } from "./packages/privacy/src/index.ts"
for (const piece of ["a@", "1 ", "4242 ", "a.b-", "+1", "%25", "DE89", "(((((", "=", "a=", "@", "a.", "é", "&#64;", "\\u0040", "12.", "1.2.3.4 ", ":", "ab:", "GB29 ", "call 12 ", "\"", "'", "a-", "Xstr. ", "rue a ", "eyJ", "[at]", "GA1.1.", "fb.1.1734567890123.", "12345.1734567890.", "aGVsbG8gd29ybGQ=/", "68656c6c6f20776f726c64 ", "born ", "1-", "-----BEGIN PRIVATE KEY-----", "a@a.a", "://a:", "{\"a\":", "x@[1", "A ", "%", "%C3", "phone ", "12 Ab "]) {
  const text = piece.repeat(1_000_000 / piece.length)
  let t = performance.now(); guard(text.slice(0,100_000)); const g = performance.now()-t
  t = performance.now(); let n; try { n = scan(text).length } catch (e) { n = String(e).slice(0,80) } const s = performance.now()-t
  if (g>100||s>700) console.log(JSON.stringify(piece), "guard100k", Math.round(g), "scan1M", Math.round(s), n)
}

/** SHA-256 by the standard (FIPS 180-4), synchronous: sandboxed templates ask for it where no promise fits. */
const K = /* @__PURE__ */ (() => {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++) if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  return primes.map((prime) => Math.floor((Math.cbrt(prime) % 1) * 2 ** 32))
})()
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]

const rotate = (value: number, by: number): number => (value >>> by) | (value << (32 - by))

export const sha256 = (text: string): Uint8Array => {
  const bytes = new TextEncoder().encode(text)
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor((bytes.length * 8) / 2 ** 32))
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0)
  const state = [...START]
  for (let offset = 0; offset < padded.length; offset += 64) mix(state, view, offset)
  const out = new DataView(new ArrayBuffer(32))
  for (const [index, word] of state.entries()) out.setUint32(index * 4, word >>> 0)
  return new Uint8Array(out.buffer)
}

const mix = (state: number[], view: DataView, offset: number): void => {
  const words = Array.from({ length: 16 }, (_, index) => view.getUint32(offset + index * 4))
  const at = (index: number): number => words[index] ?? 0
  for (let index = 16; index < 64; index++) {
    const [a, b] = [at(index - 15), at(index - 2)]
    words.push((at(index - 16) + (rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)) + at(index - 7) + (rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10))) | 0)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let index = 0; index < 64; index++) {
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + (K[index] ?? 0) + at(index)) | 0
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = ((state[index] ?? 0) + value) | 0
}

export const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

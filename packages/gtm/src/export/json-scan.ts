import type { JsonArray, JsonMember, JsonNode, JsonObject } from "./json-tree.ts"

/** Real exports nest about 15 levels deep. Far below what a recursive reader's stack bears (some 10,000). */
const maxDepth = 500

/** Why a text is not JSON, and at which offset. The reader words it; see `read.ts`. */
export class JsonScanError extends Error {
  readonly problem: "unexpected" | "end" | "depth"
  readonly offset: number
  readonly expected: string
  constructor(problem: "unexpected" | "end" | "depth", offset: number, expected: string) {
    super(`expected ${expected} at offset ${offset}`)
    this.name = "JsonScanError"
    this.problem = problem
    this.offset = offset
    this.expected = expected
  }
}

const quote = 34
const backslash = 92
const numberAt = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const literalAt = /true|false|null/y
const escapeAt = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
/** What ends or interrupts a run of plain characters inside a string. */
const stringStop = /["\\\u0000-\u001f]/g

/** Reads strict JSON (RFC 8259) without losing its spelling. Throws `JsonScanError` only. */
export const scanJson = (text: string): JsonNode => {
  const scan = new Scanner(text)
  const root = scan.value(0)
  scan.space()
  if (scan.at < text.length) scan.fail("the end of the file")
  return root
}

class Scanner {
  at = 0
  readonly text: string
  constructor(text: string) {
    this.text = text
  }

  fail(expected: string): never {
    throw new JsonScanError(this.at >= this.text.length ? "end" : "unexpected", this.at, expected)
  }

  space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
      this.at++
    }
  }

  value(depth: number): JsonNode {
    if (depth > maxDepth) throw new JsonScanError("depth", this.at, `at most ${maxDepth} levels`)
    this.space()
    const code = this.text.charCodeAt(this.at)
    if (code === 123) return this.object(depth)
    if (code === 91) return this.array(depth)
    const start = this.at
    const raw = code === quote ? this.string() : this.token(code === 45 || (code >= 48 && code <= 57) ? numberAt : literalAt)
    return { kind: "scalar", start, raw }
  }

  object(depth: number): JsonObject {
    const node: JsonObject = { kind: "object", start: this.at++, members: [] }
    this.space()
    if (this.take("}")) return node
    do node.members.push(this.member(depth))
    while (this.more("}"))
    return node
  }

  member(depth: number): JsonMember {
    this.space()
    const keyStart = this.at
    if (this.text.charCodeAt(this.at) !== quote) this.fail("a member name in double quotes")
    const rawKey = this.string()
    this.space()
    if (!this.take(":")) this.fail("a colon")
    return { rawKey, keyStart, value: this.value(depth + 1) }
  }

  array(depth: number): JsonArray {
    const node: JsonArray = { kind: "array", start: this.at++, items: [] }
    this.space()
    if (this.take("]")) return node
    do node.items.push(this.value(depth + 1))
    while (this.more("]"))
    return node
  }

  /** After a member or item: true at a comma, false at the closing bracket. */
  more(close: string): boolean {
    this.space()
    if (this.take(",")) return true
    if (this.take(close)) return false
    return this.fail(`a comma or ${close}`)
  }

  take(char: string): boolean {
    if (this.text[this.at] !== char) return false
    this.at++
    return true
  }

  token(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (!found) {
      // A literal cut by the end of the file ("tru") is a truncated file, not a wrong one.
      if (/^[a-z-]*$/.test(this.text.slice(this.at, this.at + 6)) && this.at + 6 > this.text.length) this.at = this.text.length
      return this.fail("a value")
    }
    this.at = pattern.lastIndex
    return found[0]
  }

  string(): string {
    const start = this.at++
    for (;;) {
      stringStop.lastIndex = this.at
      const stop = stringStop.exec(this.text)
      this.at = stop ? stop.index : this.text.length
      if (!stop) return this.fail('a closing "')
      const code = this.text.charCodeAt(this.at)
      if (code === quote) return this.text.slice(start, ++this.at)
      if (code !== backslash) this.fail("no raw line break or control character inside a string")
      this.escape()
    }
  }

  escape(): void {
    escapeAt.lastIndex = this.at
    if (escapeAt.exec(this.text)) this.at = escapeAt.lastIndex
    else {
      if (/^\\u?[0-9a-fA-F]{0,3}$/.test(this.text.slice(this.at))) this.at = this.text.length
      this.fail("a valid escape")
    }
  }
}

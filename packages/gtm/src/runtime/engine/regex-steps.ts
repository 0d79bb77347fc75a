/** A pattern taken apart, to count what its search costs. It answers about steps only: results are the engine's own. */
export interface Pattern {
  /** Repetition of what repeats or branches: the cost may double with each character. */
  nested: boolean
  /** Repetitions without an end. */
  repeats: number
  endsWithin: (steps: number, input: string) => boolean
}

type Next = (at: number) => boolean
interface Atom {
  run: (at: number, next: Next) => boolean
  /** One character, no more and no less. */
  one?: (at: number) => boolean
  /** Holds a repetition or a branch. */
  wide: boolean
}

class OutOfSteps extends Error {}

/** `undefined` for a pattern that is none, or whose syntax is not known here: it runs as it is. */
export const parsePattern = (source: string, ignoreCase: boolean): Pattern | undefined => {
  try {
    return new Parser(source, ignoreCase).pattern()
  } catch {
    return undefined
  }
}

class Parser {
  private at = 0
  private groups = 0
  private nested = false
  private repeats = 0
  private readonly source: string
  private readonly flags: string
  /** The search under way. */
  private text = ""
  private left = 0
  private captured: (string | undefined)[] = []

  constructor(source: string, ignoreCase: boolean) {
    this.source = source
    this.flags = ignoreCase ? "i" : ""
  }

  pattern(): Pattern {
    const whole = this.branches()
    if (this.at < this.source.length) throw new SyntaxError("unbalanced")
    return { nested: this.nested, repeats: this.repeats, endsWithin: (steps, input) => this.search(whole, steps, input) }
  }

  private search(whole: Atom, steps: number, input: string): boolean {
    this.text = input
    this.left = steps
    try {
      for (let start = 0; start <= input.length; start++) {
        this.captured = []
        if (whole.run(start, () => true)) return true
      }
      return true
    } catch {
      // Out of steps, or so deep that the stack is full: either way it does not end soon.
      return false
    }
  }

  private step(): void {
    this.left -= 1
    if (this.left < 0) throw new OutOfSteps()
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.at)
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false
    this.at += text.length
    return true
  }

  private branches(): Atom {
    const all = [this.sequence()]
    while (this.take("|")) all.push(this.sequence())
    const [only] = all
    if (all.length === 1 && only !== undefined) return only
    return { wide: true, run: (at, next) => all.some((one) => one.run(at, next)) }
  }

  private sequence(): Atom {
    const parts: Atom[] = []
    while (this.at < this.source.length && !this.peek("|") && !this.peek(")")) parts.push(this.repeated(this.atom()))
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return only
    return { wide: parts.some((part) => part.wide), run: (at, next) => from(parts, 0, at, next) }
  }

  private repeated(atom: Atom): Atom {
    const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})(\??)/.exec(this.source.slice(this.at))
    if (found === null) return atom
    this.at += found[0].length
    const sign = found[0][0]
    const [least, most] = sign === "*" ? [0, Infinity] : sign === "+" ? [1, Infinity] : sign === "?" ? [0, 1] : limits(found)
    if (most > 1 && atom.wide) this.nested = true
    if (most === Infinity) this.repeats += 1
    const lazy = found[4] === "?"
    const wide = most > 1 || atom.wide
    const { one } = atom
    if (one !== undefined && !lazy) return { wide, run: (at, next) => this.many(one, least, most, at, next) }
    return { wide, run: (at, next) => this.again(atom, least, most, lazy, 0, at, next) }
  }

  /** Greedy repetition of single characters: as far as it goes, then back. */
  private many(one: (at: number) => boolean, least: number, most: number, at: number, next: Next): boolean {
    let end = at
    while (end - at < most && one(end)) end += 1
    for (; end - at >= least; end--) if ((this.step(), next(end))) return true
    return false
  }

  private again(atom: Atom, least: number, most: number, lazy: boolean, count: number, at: number, next: Next): boolean {
    this.step()
    const more = (): boolean => count < most && atom.run(at, (to) => (to === at && count >= least ? false : this.again(atom, least, most, lazy, count + 1, to, next)))
    const enough = (): boolean => count >= least && next(at)
    return lazy ? enough() || more() : more() || enough()
  }

  private atom(): Atom {
    if (this.take("(")) return this.group()
    if (this.take("^")) return this.assert((at) => at === 0)
    if (this.take("$")) return this.assert((at) => at === this.text.length)
    if (this.take("\\b")) return this.assert((at) => this.word(at - 1) !== this.word(at))
    if (this.take("\\B")) return this.assert((at) => this.word(at - 1) === this.word(at))
    const back = /^\\([1-9])/.exec(this.source.slice(this.at))
    if (back !== null) return this.reference(Number(back[1]))
    return this.character()
  }

  private group(): Atom {
    const look = /^\?(<?)([=!])/.exec(this.source.slice(this.at))
    const named = /^\?(?::|<[^=!>]+>)/.exec(this.source.slice(this.at))
    this.at += (look ?? named)?.[0].length ?? 0
    const index = look === null && named?.[0] !== "?:" ? ++this.groups : 0
    const inner = this.branches()
    if (!this.take(")")) throw new SyntaxError("unbalanced")
    // What lies behind is judged as passed: its own cost is small, and the rest of the search is counted in full.
    if (look?.[1] === "<") return this.assert(() => true)
    if (look !== null) return { ...this.assert((at) => inner.run(at, () => true) === (look[2] === "=")), wide: false }
    if (index === 0) return inner
    return { wide: inner.wide, run: (at, next) => inner.run(at, (to) => this.keep(index, at, to, next)) }
  }

  private keep(index: number, from: number, to: number, next: Next): boolean {
    const before = this.captured[index]
    this.captured[index] = this.text.slice(from, to)
    if (next(to)) return true
    this.captured[index] = before
    return false
  }

  private reference(index: number): Atom {
    this.at += 2
    return { wide: true, run: (at, next) => (this.step(), this.text.startsWith(this.captured[index] ?? "", at) && next(at + (this.captured[index] ?? "").length)) }
  }

  private assert(holds: (at: number) => boolean): Atom {
    return { wide: false, run: (at, next) => (this.step(), holds(at) && next(at)) }
  }

  private word(at: number): boolean {
    return /\w/.test(this.text[at] ?? " ")
  }

  /** A class, an escape, a dot or a literal: asked of the engine itself, once for each character. */
  private character(): Atom {
    const token = /^(?:\[\^?\]?(?:\\[^]|[^\]\\])*\]|\\(?:x[\da-f]{2}|u[\da-f]{4}|c[a-z]|[^])|[^])/i.exec(this.source.slice(this.at))?.[0]
    if (token === undefined || /^[*+?]/.test(token)) throw new SyntaxError("nothing to repeat")
    this.at += token.length
    const pattern = new RegExp(`^${token === "{" || token === "}" || token === "]" ? `\\${token}` : token}$`, this.flags)
    const known = new Map<string, boolean>()
    const one = (at: number): boolean => {
      this.step()
      const char = this.text[at]
      if (char === undefined) return false
      const seen = known.get(char)
      if (seen !== undefined) return seen
      const fits = pattern.test(char)
      known.set(char, fits)
      return fits
    }
    return { wide: false, one, run: (at, next) => one(at) && next(at + 1) }
  }
}

const from = (parts: readonly Atom[], index: number, at: number, next: Next): boolean => {
  const part = parts[index]
  return part === undefined ? next(at) : part.run(at, (to) => from(parts, index + 1, to, next))
}

/** `{2}`, `{2,}` and `{2,5}`. */
const limits = (found: RegExpExecArray): [number, number] => {
  const least = Number(found[1])
  return [least, found[2] === undefined ? least : found[3] === "" ? Infinity : Number(found[3])]
}

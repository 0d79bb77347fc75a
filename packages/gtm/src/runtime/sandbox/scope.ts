/** Names and values of one block or function. */
export class Scope {
  private readonly values = new Map<string, unknown>()
  private readonly constants = new Set<string>()
  private readonly parent: Scope | undefined
  /** `var` declarations rise to the nearest function. */
  readonly isFunction: boolean

  constructor(parent: Scope | undefined, isFunction = false) {
    this.parent = parent
    this.isFunction = isFunction
  }

  declare(name: string, value: unknown, constant = false): void {
    this.values.set(name, value)
    if (constant) this.constants.add(name)
  }

  declareVar(name: string, value: unknown): void {
    const home = this.functionScope()
    if (value !== undefined || !home.values.has(name)) home.values.set(name, value)
  }

  get(name: string): unknown {
    const home = this.find(name)
    if (home === undefined) throw new ReferenceError(`${name} is not defined`)
    return home.values.get(name)
  }

  has(name: string): boolean {
    return this.find(name) !== undefined
  }

  set(name: string, value: unknown): void {
    const home = this.find(name)
    if (home === undefined) throw new ReferenceError(`${name} is not defined`)
    if (home.constants.has(name)) throw new TypeError(`${name} is a constant`)
    home.values.set(name, value)
  }

  private find(name: string): Scope | undefined {
    return this.values.has(name) ? this : this.parent?.find(name)
  }

  private functionScope(): Scope {
    return this.isFunction || this.parent?.parent === undefined ? this : this.parent.functionScope()
  }
}

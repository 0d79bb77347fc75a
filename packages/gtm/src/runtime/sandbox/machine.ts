import type { ModuleDeclaration, Program, Statement } from "acorn"
import { Scope } from "./scope.ts"

/** Runs the body of a function or script; answers what it returns. */
export type RunBody = (body: readonly (Statement | ModuleDeclaration)[], scope: Scope, machine: Machine) => unknown

/** A template that takes more steps than this in one call is stopped. A step is one expression or statement. */
const MOST_STEPS = 2_000_000

/**
 * Runs sandboxed JavaScript: an interpreter, so that nothing but what is handed in can be reached. How a body is run is
 * handed in, too (`statements.ts`): expressions hold functions, functions hold statements, and statements hold expressions.
 */
export class Machine {
  private readonly runBody: RunBody
  private readonly most: number
  private steps = 0
  private depth = 0

  constructor(runBody: RunBody, most = MOST_STEPS) {
    this.runBody = runBody
    this.most = most
  }

  /** Counts the work; throws when a template would never end. */
  step(): void {
    this.steps += 1
    if (this.steps > this.most) throw new RangeError("the template ran too long")
  }

  /** Every entry from outside gets a fresh budget; calls inside a call share it. */
  enter<T>(run: () => T): T {
    if (this.depth === 0) this.steps = 0
    this.depth += 1
    try {
      return run()
    } finally {
      this.depth -= 1
    }
  }

  /** Runs the body of a function; answers what it returns. */
  body(statements: readonly (Statement | ModuleDeclaration)[], scope: Scope): unknown {
    return this.runBody(statements, scope, this)
  }

  /** Runs a whole script; answers what it returns. */
  run(ast: Program, globals: Record<string, unknown>): unknown {
    const scope = new Scope(undefined)
    for (const [name, value] of Object.entries(globals)) scope.declare(name, value)
    return this.enter(() => this.body(ast.body, new Scope(scope)))
  }
}

/** QA could not run at all: says whose fault it is and how to mend it. Nothing was judged. */
export class CannotRun extends Error {
  readonly code: "qa-no-browser" | "qa-site" | "qa-plan" | "qa-browser-failed" | "qa-server"
  readonly help: string
  constructor(code: CannotRun["code"], message: string, help: string) {
    super(message)
    this.name = "CannotRun"
    this.code = code
    this.help = help
  }
}

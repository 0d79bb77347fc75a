/** Whose fault it is: decides the exit code and who gets woken up. */
export type Fault = "plan" | "caller" | "peer" | "machine"

/** A reason not to start or not to go on, in one line that says what to do. Never holds a secret or a personal value. */
export class ServerError extends Error {
  readonly code: string
  readonly fault: Fault
  constructor(code: string, fault: Fault, message: string) {
    super(message)
    this.name = "ServerError"
    this.code = code
    this.fault = fault
  }
}

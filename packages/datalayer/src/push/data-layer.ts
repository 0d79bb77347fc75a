import { page } from "../kit.ts"

/** Looked up at every push: sites replace the array, and Tag Manager replaces its `push`. Throws when it is frozen. */
export const push = (message: unknown): void => {
  const queue = page.dataLayer
  if (queue?.push) queue.push(message)
  else page.dataLayer = [message]
}

/** Tag Manager takes commands only as a real `arguments` object, not as an array. */
export function pushCommand(..._command: unknown[]): void {
  // oxlint-disable-next-line prefer-rest-params -- Tag Manager tells a command from an array by the arguments object
  push(arguments)
}

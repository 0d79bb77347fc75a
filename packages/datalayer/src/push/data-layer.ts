const isQueue = (value: unknown): value is { push: (message: unknown) => unknown } =>
  typeof value === "object" && value !== null && "push" in value && typeof value.push === "function"

/** Looked up at every push: sites replace the array, and Tag Manager replaces its `push`. Throws when it is frozen. */
export const push = (message: unknown): void => {
  const found: unknown = Reflect.get(window, "dataLayer")
  if (isQueue(found)) found.push(message)
  else Reflect.set(window, "dataLayer", [message])
}

/** Tag Manager takes commands only as a real `arguments` object, not as an array. */
export function pushCommand(..._command: unknown[]): void {
  // eslint-disable-next-line prefer-rest-params
  push(arguments)
}

declare global {
  interface Window {
    dataLayer?: unknown
  }
}

const isQueue = (value: unknown): value is { push: (message: unknown) => unknown } =>
  typeof value === "object" && value !== null && "push" in value && typeof value.push === "function"

/** Looked up at every push: sites replace the array, and Tag Manager replaces its `push`. Throws when it is frozen. */
export const push = (message: unknown): void => {
  if (!isQueue(window.dataLayer)) window.dataLayer = []
  if (isQueue(window.dataLayer)) window.dataLayer.push(message)
}

/** Tag Manager takes commands only as a real `arguments` object, not as an array. */
export function pushCommand(..._command: unknown[]): void {
  // eslint-disable-next-line prefer-rest-params
  push(arguments)
}

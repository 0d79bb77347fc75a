import { SESSION_COOKIE } from "../access.ts"

/** Ends with the browser; the server ends the session earlier. Lax: a link in an alert's mail may lead here, and so does the identity provider. */
const sessionCookie = (value: string, ends: string): string => `${SESSION_COOKIE}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${ends}`
export const startCookie = (token: string): string => sessionCookie(token, "")
export const endCookie = sessionCookie("", "; Max-Age=0")

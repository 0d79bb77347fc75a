import { takeFromAddress } from "./address.ts"

/** A signed link out of a mail: our server knows whom it was sent to, and joins the two once something was consented to. */
export let link: string | undefined

export const signedLinks = (): void => {
  link = takeFromAddress("tw_link") ?? undefined
}
export const dropLink = (): void => {
  link = undefined
}

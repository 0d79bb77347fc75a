/** A connection to an identity provider. */
export interface Oidc {
  /** As people know it */
  name: string
}

import { generateCACertificate, generateSPKIFingerprint } from "mockttp"

/** The authority that signs for every host of one run. It lives in memory only and is trusted by nobody but the browsers we start. */
export interface Authority {
  key: string
  cert: string
  /** base64 sha256 of its public key, for Chromium's `--ignore-certificate-errors-spki-list` */
  spki: string
}

export const createAuthority = async (): Promise<Authority> => {
  const { key, cert } = await generateCACertificate({ subject: { commonName: "Tagwright QA" } })
  return { key, cert, spki: await generateSPKIFingerprint(cert) }
}

import { Fault } from "@tagwright/formats"

/** Why a release step cannot run, and the way out. */
export const releaseErrors = {
  "bundle-missing": "Run `tagwright build` first, or name the folder with --bundle",
  "bundle-malformed": "Run `tagwright build` again",
  "bundle-changed": "Run `tagwright build` again; files of a bundle are never edited by hand",
  "bundle-from-the-future": "A newer Tagwright built it. Update Tagwright, then try again",
} as const
export type ReleaseErrorCode = keyof typeof releaseErrors

export class ReleaseError extends Fault {
  readonly code: ReleaseErrorCode
  constructor(code: ReleaseErrorCode, message: string) {
    super("caller", message, releaseErrors[code])
    this.name = "ReleaseError"
    this.code = code
  }
}

import { Fault } from "@tagwright/formats"

/** Why a release step cannot run, and the way out. */
const releaseErrors = {
  "operations-malformed": "Take the line out, or run the command that wrote it again",
  "bundle-missing": "Run `tagwright build` first, or name the folder with --bundle",
  "bundle-malformed": "Run `tagwright build` again",
  "bundle-changed": "Run `tagwright build` again; files of a bundle are never edited by hand",
  "bundle-from-the-future": "A newer Tagwright built it. Update Tagwright, then try again",
  "decision-missing": "Run `tagwright judge` first",
  "key-unreadable": "Name a private ed25519 key: PKCS #8 PEM, or what ssh-keygen -t ed25519 writes",
  "key-encrypted": "Take the passphrase off a copy (ssh-keygen -p), or use a key of its own for signing",
  "key-unknown": "Add the public key to the person in the plan's `people`, build, and run QA again",
  "signature-wrong": "Let the command sign the bytes on its standard input with the person's key of the plan, without hashing them first (PureEdDSA)",
  "role-not-held": "Add the role to the person in the plan's `people`, or let somebody sign who has it",
  "release-missing": "Name a folder that `tagwright release` wrote",
  "release-malformed": "Take the original folder, or pack the release again",
  "release-changed": "Take the original folder, or pack the release again",
  "release-not-ready": "See `tagwright verify`: it lists what is missing and who can mend it",
  "release-version": "Use three numbers, e.g. --version 1.2.0",
  "journal-malformed": "Look at what is live by hand, then delete the file and deploy again",
  "deploy-interrupted": "End it first: the same command again goes on with it, or tagwright deploy --undo takes it back",
  "nothing-interrupted": "There is nothing to take back; tagwright rollback brings back the release before",
  "nothing-to-roll-back-to": "Deploy a release first; each one that was live is kept",
  "clock-behind": "Set the clock of this machine (timedatectl), then try again",
  "release-exists": "Releases are never overwritten: take the next version",
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

import { Fault, type Whose } from "@tagwright/formats"

/** Why a database cannot be used, in the words of who has to mend it. */
interface Refusal {
  /** SQLSTATE (PostgreSQL, appendix A), or Node's code */
  code?: RegExp
  message?: RegExp
  whose: Whose
  says: string
  help: string
}
/** What no waiting mends, the more special first. None of PostgreSQL's messages about these holds a secret. */
const refusals: readonly Refusal[] = [
  { message: /client password must be/, whose: "caller", says: "asks for a password, and none was given", help: "Give it by PGPASSWORD" },
  { code: /^28P01/, whose: "caller", says: "refuses the password", help: "Look at PGPASSWORD and at the role in --database" },
  { code: /^28/, message: /no encryption/, whose: "caller", says: "does not let us in like this", help: "Try it over TLS: ?sslmode=verify-full in --database; if that is not it, add a line for this role and host to the server's pg_hba.conf" },
  { code: /^28/, message: /role .* does not exist/, whose: "caller", says: "does not know this role", help: "Name another one in --database, or make it: CREATE ROLE … LOGIN" },
  { code: /^28/, whose: "caller", says: "does not let us in", help: "Name another role or host in --database, or add a line for it to the server's pg_hba.conf" },
  { code: /^3D/, whose: "caller", says: "has no such database", help: "Name another one in --database, or make it: CREATE DATABASE … OWNER …" },
  { message: /does not support SSL/, whose: "caller", says: "speaks no TLS", help: "Take sslmode out of --database, or switch TLS on at the server (ssl = on)" },
  { code: /CERT|^UNABLE_TO_/, whose: "caller", says: "has a certificate that is not trusted", help: "Name the CA that signed it: ?sslmode=verify-full&sslrootcert=FILE, and the host as the certificate does" },
  { code: /^(ENOENT|EACCES)$/, message: /open '/, whose: "caller", says: "cannot be asked: a file that --database names cannot be read", help: "Look at sslrootcert, sslcert and sslkey" },
  { code: /^(42501|3F000)/, whose: "caller", says: "does not give this role the rights it needs", help: "Make the role the database's owner: ALTER DATABASE … OWNER TO …" },
  { code: /^25006/, whose: "caller", says: "lets this role only read", help: "Name a role that may write, or mend what made it read-only (default_transaction_read_only; a full disk at some providers)" },
]

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "")

/** The Fault for what ended the opening of a database; undefined: no such reason is known. */
export const refusalOf = (error: unknown): Fault | undefined => {
  if (!(error instanceof Error)) return undefined
  const found = refusals.find(({ code, message }) => (code?.test(codeOf(error)) ?? true) && (message?.test(error.message) ?? true))
  // Without the cause, from which whoever waits would read that it may come back.
  return found && new Fault(found.whose, `PostgreSQL ${found.says} (${error.message.split("\n")[0]})`, found.help)
}

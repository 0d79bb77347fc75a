import { statfsSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Fault } from "@tagwright/formats"

/** Magic numbers of network file systems (Linux statfs(2)): their locks and fsyncs cannot be trusted. */
const NETWORK_FILE_SYSTEMS: Record<number, string> = {
  0x6969: "NFS",
  0x517b: "SMB",
  0xff534d42: "CIFS",
  0xfe534d42: "SMB2",
  0x01021997: "9p",
  0x00c36400: "Ceph",
  0x5346414f: "AFS",
}

export const refuseNetworkFileSystem = (folder: string, typeOf: (path: string) => number = (path) => statfsSync(path).type): void => {
  const name = NETWORK_FILE_SYSTEMS[typeOf(folder)]
  if (name !== undefined)
    throw new Fault("machine", `${folder} lies on ${name}, where a database log is not safe`, "Use a local disk")
}

/**
 * One server per data folder. The lock is the kernel's own (an exclusive SQLite transaction that is never committed),
 * so it disappears with the process, also after kill -9.
 */
export const lockFolder = (folder: string): (() => void) => {
  const db = new DatabaseSync(join(folder, "instance.lock"), { timeout: 0 })
  try {
    db.exec("BEGIN EXCLUSIVE")
  } catch {
    db.close()
    throw new Fault("caller", `another server uses ${folder}`, "Stop it first, or give this one a --data folder of its own")
  }
  return () => db.close()
}

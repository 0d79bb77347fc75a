import { Fault } from "@tagwright/formats"
import { readExport, type ReadExport } from "@tagwright/gtm/format"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"

/** Reads a file's bytes. Throws Fault when it cannot be read. */
export const readBytes = (cwd: string, file: string): Buffer => {
  try {
    return readFileSync(resolve(cwd, file))
  } catch (error) {
    const reason = error instanceof Error && "code" in error && error.code === "EISDIR" ? "it is a folder" : "there is no such file"
    throw new Fault("caller", `cannot read ${file}: ${reason}`, "Give the path of a container export", { cause: error })
  }
}

export const readContainer = (cwd: string, file: string): ReadExport => readExport(readBytes(cwd, file), { file })

/** Throws Fault unless a command got between `min` and `max` files. */
export const needFiles = (files: readonly string[], verb: string, min: number, max: number): void => {
  if (files.length < min || files.length > max) throw new Fault("caller", `${verb} takes ${min === max ? min : `${min} to ${max}`} file${max === 1 ? "" : "s"}, not ${files.length}`, `See tagwright ${verb} --help`)
}

import { type Bundle, bundlePaths } from "@tagwright/formats"
import { existsSync } from "node:fs"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"

/** Puts a bundle on disk: complete beside the old one first, then swapped, so that nobody reads half of it. */
export const writeBundle = async (bundle: Bundle, out: string): Promise<void> => {
  const fresh = `${out}.new`
  await rm(fresh, { recursive: true, force: true })
  for (const [path, text] of bundle.files) {
    await mkdir(dirname(join(fresh, path)), { recursive: true })
    await writeFile(join(fresh, path), text)
  }
  if (existsSync(out) && !existsSync(join(out, bundlePaths.manifest))) await mergeInto(fresh, out, bundle)
  else {
    await rm(out, { recursive: true, force: true })
    await rename(fresh, out)
  }
}

/** A folder that is not a bundle of ours is never removed: our files are put beside what is there. */
const mergeInto = async (fresh: string, out: string, bundle: Bundle): Promise<void> => {
  for (const path of bundle.files.keys()) {
    await mkdir(dirname(join(out, path)), { recursive: true })
    await rename(join(fresh, path), join(out, path))
  }
  await rm(fresh, { recursive: true, force: true })
}

import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, rmSync, statfsSync } from "node:fs"
import { join } from "node:path"

/** A disk of a test's own, in memory, that can be filled up. */
export interface Disk {
  fill(): void
  free(): void
  close(): void
}

/** May this process mount something that ends with it? True within `unshare -m`. */
export const canMount = (): boolean => process.env["TAGWRIGHT_OWN_MOUNTS"] === "1"

/** Starts this program once more where mounts are its own, if the machine lets us (Linux, root). Answers whether it did. */
export const againWithOwnMounts = (): boolean => {
  if (canMount() || process.getuid?.() !== 0 || spawnSync("unshare", ["-m", "true"]).status !== 0) return false
  // Ctrl-C is for the one inside.
  process.on("SIGINT", () => undefined)
  const { status } = spawnSync("unshare", ["-m", process.execPath, ...process.argv.slice(1)], { stdio: "inherit", env: { ...process.env, TAGWRIGHT_OWN_MOUNTS: "1" } })
  process.exitCode = status ?? 1
  return true
}

/** Puts a disk of this size (as tmpfs takes it: 64m) in place of the folder. */
export const mountDisk = (folder: string, size: string): Disk => {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder])
  const ballast = join(folder, "ballast")
  return {
    fill: () => {
      const { bavail, bsize } = statfsSync(folder)
      // tmpfs gives out whole pages: nothing is left.
      if (bavail > 0) spawnSync("fallocate", ["-l", String(bavail * bsize), ballast])
    },
    free: () => {
      if (existsSync(ballast)) rmSync(ballast)
    },
    close: () => void spawnSync("umount", ["-l", folder]),
  }
}

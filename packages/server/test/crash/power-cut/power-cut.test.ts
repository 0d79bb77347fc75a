import { describe, expect, it } from "vitest"
import { cutPower } from "./check.ts"
import { hasStrace, parseTrace, record } from "./trace.ts"

const PATIENCE_MS = 120_000

describe("T4 the power goes", () => {
  // Not run without strace (Debian: apt install strace): nothing else sees the writes of SQLite inside Node.
  it.skipIf(!hasStrace())("at many moments, whatever of the unsynced writes survives: every promise given is kept", async () => {
    const recording = await record(1.5)
    const proof = cutPower(recording, 45, Math.random)
    expect(proof.promises).toBeGreaterThan(20)
    expect(proof.syncs).toBeGreaterThan(20)
    expect(proof.broken).toEqual([])
    const careless = { ...recording, operations: recording.operations.filter((one) => one.kind !== "sync") }
    expect(cutPower(careless, 6, Math.random).broken, "a server that never syncs is found out").not.toEqual([])
  }, PATIENCE_MS)

  it("reads strace: a write counts from its beginning, an fsync from its end", () => {
    const lines = [
      String.raw`7 pwrite64(5</d/tagwright.sqlite-wal>, "\x01\x02", 2, 32 <unfinished ...>`,
      "8 fdatasync(5</d/tagwright.sqlite-wal> <unfinished ...>",
      "7 <... pwrite64 resumed>) = 2",
      String.raw`7 write(1<pipe:[1]>, "\x53\x54\x4f\x52\x45\x44\x20\x61\x0a", 9) = 9`,
      "8 <... fdatasync resumed>) = 0",
      "7 ftruncate(5</d/tagwright.sqlite-wal>, 0) = 0",
      String.raw`7 pwrite64(6</d/tagwright.sqlite-shm>, "\x01", 1, 0) = 1`,
    ]
    expect(parseTrace(lines.join("\n"))).toEqual([
      { kind: "write", file: "tagwright.sqlite-wal", offset: 32, data: Buffer.from([1, 2]) },
      { kind: "promise", what: "STORED", id: "a" },
      { kind: "sync", file: "tagwright.sqlite-wal", since: 1 },
      { kind: "cut", file: "tagwright.sqlite-wal", size: 0 },
    ])
  })
})

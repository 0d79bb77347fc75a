import type { Operation, Recording } from "./trace.ts"

/** What a disk may hold after the power went: `all` that was written, only what an fsync covers, or that and any part of the rest. */
export type Mode = "all" | "synced" | "some"
const SECTOR = 512

/** A file under reconstruction: room for all it ever held, and how much of that it holds. */
interface Image {
  room: Buffer
  size: number
}

/** Files as they may be found when the power goes just before operation `at`. */
export const diskAt = ({ before, operations }: Recording, at: number, mode: Mode, random: () => number): Map<string, Buffer> => {
  const images = blankImages(before, operations)
  const covered = coverage(operations, at)
  for (let index = 0; index < at; index++) {
    const operation = operations[index]
    if (operation === undefined || operation.kind === "sync" || operation.kind === "promise") continue
    const image = images.get(operation.file)
    if (image === undefined) continue
    const isSafe = index < (covered.get(operation.file) ?? 0)
    if (isSafe || mode === "all") apply(image, operation, undefined)
    else if (mode === "some" && random() < 0.5) apply(image, operation, random() < 0.3 ? random : undefined)
  }
  return new Map([...images].map(([file, { room, size }]) => [file, room.subarray(0, size)]))
}

const blankImages = (before: Recording["before"], operations: readonly Operation[]): Map<string, Image> => {
  const most = new Map([...before].map(([file, data]) => [file, data.length]))
  for (const one of operations) if (one.kind === "write") most.set(one.file, Math.max(most.get(one.file) ?? 0, one.offset + one.data.length))
  return new Map(
    [...most].map(([file, size]) => {
      const room = Buffer.alloc(size)
      return [file, { room, size: before.get(file)?.copy(room) ?? 0 }]
    }),
  )
}

/** Per file, the operation up to which everything is on the disk. */
const coverage = (operations: readonly Operation[], at: number): Map<string, number> => {
  const covered = new Map<string, number>()
  for (const operation of operations.slice(0, at)) if (operation.kind === "sync") covered.set(operation.file, Math.max(operation.since, covered.get(operation.file) ?? 0))
  return covered
}

/** `torn`: only some sectors of the write made it. */
const apply = (image: Image, operation: Exclude<Operation, { kind: "sync" } | { kind: "promise" }>, torn: (() => number) | undefined): void => {
  if (operation.kind === "cut") {
    // Beyond its end a file reads as zeros when it grows again.
    image.room.fill(0, operation.size)
    image.size = operation.size
    return
  }
  const { offset, data } = operation
  for (let from = 0; from < data.length; from += SECTOR) if (torn === undefined || torn() < 0.5) data.copy(image.room, offset + from, from, Math.min(from + SECTOR, data.length))
  image.size = Math.max(image.size, offset + data.length)
}

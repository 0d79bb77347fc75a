import { openPostgresSnapshots } from "./postgres/reading.ts"
import type { Snapshots } from "./reading/reader.ts"
import { openSqliteSnapshots } from "./sqlite/snapshots.ts"

/** Where the data is: the embedded database's file, or PostgreSQL's URL */
export type Place = { file: string } | { url: string }

export const openSnapshots = (place: Place): Snapshots => ("file" in place ? openSqliteSnapshots(place.file) : openPostgresSnapshots(place.url))

/** A thread that makes Node strip the types of many files, then ends. */
import "../../src/store/sqlite/operations/index.ts"
import "../../src/store/sqlite/queries/index.ts"

/** The key under which a store notes that it is being copied into and is not whole yet (migrate-store). */
export const HALF_COPIED = "half_copied"

export { backUp, verifyBackup, type Backup } from "./store/backup.ts"
export { systemClock, type Clock } from "./clock.ts"
export { startServer, type RunningServer, type ServerOptions, type Vendor } from "./start-server.ts"
export type { DeliveryView, QuarantineView } from "./store/reader.ts"

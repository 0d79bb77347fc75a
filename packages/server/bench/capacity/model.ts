/** What one event and one delivery cost, by measurement (`capacity.ts measure`). Processor times in µs, sizes in bytes. */
export interface Costs {
  /** Stored event with its indexes, without deliveries; a settled delivery with its indexes */
  eventBytes: number
  deliveryBytes: number
  /** Written to the log of the database: to store an event; to queue, lease and settle a delivery */
  eventWalBytes: number
  deliveryWalBytes: number
  /** Of the process that receives, for a request with one event and one delivery */
  ingestMicros: number
  /** Of the process that delivers, for one delivery */
  workerMicros: number
  /** Of the database, for both */
  databaseEventMicros: number
  databaseDeliveryMicros: number
}

/** What nobody measures for you: each is an assumption, and an option of the command. */
export interface Assumptions {
  /** Events a second */
  rate: number
  /** Deliveries of one event */
  deliveries: number
  /** Days that events are kept */
  days: number
  /** How much of a processor may be busy on average, so that peaks fit */
  load: number
  /** The largest machine a primary runs on, processors */
  primaryCores: number
  /** Log that one primary writes and replicates in time, MB a second */
  primaryWalMb: number
  /** The largest volume, TB */
  primaryTb: number
  /** Copies of the data: the primary and its standbys */
  copies: number
  /** Money a month: a processor with its memory; a GB on disk; a GB sent out to vendors */
  coreMoney: number
  gbMoney: number
  sentGbMoney: number
  /** Bytes on the wire for one delivery */
  sentBytes: number
}
export const assumed: Assumptions = { rate: 1_000, deliveries: 3, days: 90, load: 0.6, primaryCores: 64, primaryWalMb: 400, primaryTb: 64, copies: 3, coreMoney: 25, gbMoney: 0.1, sentGbMoney: 0.05, sentBytes: 2_000 }

const DAY_S = 86_400
const MONTH_S = 30 * DAY_S
/** A process of the server holds at most so many: six to write, two for people who look, one for figures. */
const CONNECTIONS_A_PROCESS = 9
/** A process answers on one thread, which is the most it can use. */
const CORES_A_PROCESS = 1
/** One page of PostgreSQL's */
const PAGE_BYTES = 8_192

export interface Capacity {
  bytesADay: number
  stored: { bytes: number }
  walBytesASecond: number
  /** Page writes a second, if each page of the log is written twice: there and, at a checkpoint, in its table */
  writesASecond: number
  cores: { ingest: number; workers: number; database: number }
  processes: { ingest: number; workers: number }
  connections: number
  money: { cores: number; storage: number; sent: number; total: number }
  /** Events a second at which a single primary ends, by what ends first */
  limits: { what: string; eventsASecond: number }[]
  /** Databases of their own that the rate takes */
  shards: number
}

const most = (list: readonly { what: string; eventsASecond: number }[]) => list.toSorted((a, b) => a.eventsASecond - b.eventsASecond)

/** Pure arithmetic: nothing here knows a machine. */
export const capacityOf = (costs: Costs, given: Assumptions): Capacity => {
  const { rate, deliveries, days, load } = given
  const eventBytes = costs.eventBytes + deliveries * costs.deliveryBytes
  const walBytes = costs.eventWalBytes + deliveries * costs.deliveryWalBytes
  const databaseMicros = costs.databaseEventMicros + deliveries * costs.databaseDeliveryMicros
  const busy = (micros: number): number => (rate * micros) / 1e6 / load
  const cores = { ingest: busy(costs.ingestMicros), workers: busy(deliveries * costs.workerMicros), database: busy(databaseMicros) }
  const processes = { ingest: Math.max(2, Math.ceil(cores.ingest / CORES_A_PROCESS)), workers: Math.max(2, Math.ceil(cores.workers / CORES_A_PROCESS)) }
  const limits = most([
    { what: "processors of the primary", eventsASecond: (given.primaryCores * load * 1e6) / databaseMicros },
    { what: "log of the primary", eventsASecond: (given.primaryWalMb * 1e6) / walBytes },
    { what: "volume of the primary", eventsASecond: (given.primaryTb * 1e12) / (eventBytes * days * DAY_S) },
  ])
  const shards = Math.max(1, Math.ceil(rate / (limits[0]?.eventsASecond ?? rate)))
  const bytesADay = rate * eventBytes * DAY_S
  const money = {
    cores: (cores.ingest + cores.workers + cores.database * given.copies) * given.coreMoney,
    storage: ((bytesADay * days * given.copies) / 1e9) * given.gbMoney,
    sent: ((rate * deliveries * given.sentBytes * MONTH_S) / 1e9) * given.sentGbMoney,
  }
  return {
    bytesADay,
    stored: { bytes: bytesADay * days },
    walBytesASecond: rate * walBytes,
    writesASecond: (2 * rate * walBytes) / PAGE_BYTES,
    cores,
    processes,
    connections: (processes.ingest + processes.workers) * CONNECTIONS_A_PROCESS,
    money: { ...money, total: money.cores + money.storage + money.sent },
    limits,
    shards,
  }
}

/** The most events a second that processors allow when everything stands on one machine. */
export const onOneMachine = (costs: Pick<Costs, "ingestMicros" | "databaseEventMicros">, { processors, generatorMicros }: { processors: number; generatorMicros: number }): number =>
  (processors * 1e6) / (costs.ingestMicros + costs.databaseEventMicros + generatorMicros)

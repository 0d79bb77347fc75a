import { spawn, type ChildProcess } from "node:child_process"
import { chownSync, mkdirSync, openSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { freePort, NOBODY } from "../ports.ts"
import { postmaster, signalFamily } from "../processes.ts"
import { pause, until } from "../wait.ts"
import { libraries } from "./packages.ts"

/** Three machines' worth of processes on one: on each an etcd, a Patroni and the PostgreSQL that it minds. */
export interface Ensemble {
  /** One URL with all hosts */
  url(database: string): string
  create(database: string): Promise<void>
  /** The member that is primary now, as Patroni says */
  leader(): Promise<Member>
  /** Waits until one leads, one is its synchronous standby, and the third follows. */
  whole(): Promise<void>
  stop(): void
}
export interface Member {
  name: string
  /** kill -9 of Patroni and of every process of its PostgreSQL */
  kill(): Promise<void>
  /** kill -9 of PostgreSQL alone; its Patroni lives */
  killPostgres(): void
  freeze(): void
  thaw(): void
  start(): void
}
interface Ports {
  postgres: number
  rest: number
  client: number
  peer: number
}

/** Patroni's shortest: a leader that is gone is replaced after `ttl` seconds (default 30). */
const TIMES = { ttl: 20, loop_wait: 2, retry_timeout: 4 }
const NAMES = ["one", "two", "three"] as const

export const startEnsemble = async ({ root, bin, folder }: { root: string; bin: string; folder: string }): Promise<Ensemble> => {
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const python = { PYTHONPATH: join(root, "usr/lib/python3/dist-packages"), LD_LIBRARY_PATH: libraries(root), PATH: `${bin}:/usr/bin:/bin`, HOME: folder }
  const own = (path: string): string => {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    if ("uid" in owner) chownSync(path, NOBODY, NOBODY)
    return path
  }
  own(folder)
  const ports = new Map<string, Ports>()
  for (const name of NAMES) ports.set(name, { postgres: await freePort(), rest: await freePort(), client: await freePort(), peer: await freePort() })
  const of = (name: string): Ports => ports.get(name) ?? { postgres: 0, rest: 0, client: 0, peer: 0 }
  const at = (port: number): string => `http://127.0.0.1:${port}`
  const run = (name: string, command: string, args: readonly string[]): ChildProcess => {
    const log = openSync(join(own(join(folder, name)), "log"), "a")
    return spawn(command, args, { ...owner, cwd: join(folder, name), env: python, stdio: ["ignore", log, log] })
  }
  const etcds = NAMES.map((name) => {
    const { client, peer } = of(name)
    const cluster = NAMES.map((one) => `${one}=${at(of(one).peer)}`).join(",")
    return run(`etcd-${name}`, join(root, "usr/bin/etcd"), [
      "--name", name, "--data-dir", join(folder, `etcd-${name}`, "data"), "--initial-cluster", cluster, "--initial-cluster-state", "new",
      "--listen-client-urls", at(client), "--advertise-client-urls", at(client), "--listen-peer-urls", at(peer), "--initial-advertise-peer-urls", at(peer), "--logger", "zap", "--enable-v2",
    ])
  })
  const configure = (name: string): string => {
    const { postgres, rest } = of(name)
    const config = {
      scope: "tagwright",
      name,
      restapi: { listen: `127.0.0.1:${rest}`, connect_address: `127.0.0.1:${rest}` },
      etcd: { hosts: NAMES.map((one) => `127.0.0.1:${of(one).client}`) },
      bootstrap: {
        dcs: { ...TIMES, maximum_lag_on_failover: 1_048_576, synchronous_mode: true, primary_start_timeout: 0, postgresql: { use_pg_rewind: true, parameters: { max_connections: 100, wal_keep_size: "256MB" } } },
        initdb: [{ encoding: "UTF8" }, { locale: "C" }],
      },
      postgresql: {
        listen: `127.0.0.1:${postgres}`,
        connect_address: `127.0.0.1:${postgres}`,
        data_dir: join(folder, name, "data"),
        bin_dir: bin,
        pgpass: join(folder, name, "pgpass"),
        authentication: { superuser: { username: "tagwright", password: "tagwright" }, replication: { username: "replicator", password: "replicator" }, rewind: { username: "tagwright", password: "tagwright" } },
        parameters: { unix_socket_directories: join(folder, name) },
        pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"],
        remove_data_directory_on_rewind_failure: true,
        remove_data_directory_on_diverged_timelines: true,
      },
    }
    const file = join(own(join(folder, name)), "patroni.yml")
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(config))
    return file
  }
  const processes = new Map<string, ChildProcess>()
  const pidOf = (name: string): number => processes.get(name)?.pid ?? 0
  const member = (name: string): Member => ({
    name,
    kill: async () => {
      const gone = new Promise<void>((done) => processes.get(name)?.once("exit", () => done()))
      // Patroni starts PostgreSQL by a process that ends: it is nobody's child.
      const server = postmaster(join(folder, name, "data"))
      signalFamily(pidOf(name), "SIGKILL")
      if (server !== undefined) signalFamily(server, "SIGKILL")
      await gone
    },
    killPostgres: () => {
      const server = postmaster(join(folder, name, "data"))
      if (server !== undefined) signalFamily(server, "SIGKILL")
    },
    freeze: () => both(name).forEach((pid) => signalFamily(pid, "SIGSTOP")),
    thaw: () => both(name).forEach((pid) => signalFamily(pid, "SIGCONT")),
    start: () => void processes.set(name, run(name, "/usr/bin/python3", [join(root, "usr/bin/patroni"), join(folder, name, "patroni.yml")])),
  })
  const both = (name: string): number[] => [pidOf(name), postmaster(join(folder, name, "data")) ?? pidOf(name)]
  const members = NAMES.map(member)
  NAMES.forEach(configure)
  members.forEach(({ start }) => start())
  const view = async (): Promise<{ name: string; role: string; state: string }[]> => {
    for (const name of NAMES) {
      const answer = await fetch(`${at(of(name).rest)}/cluster`, { signal: AbortSignal.timeout(2_000) }).then((got) => got.json(), () => undefined)
      if (isView(answer)) return answer.members
    }
    return []
  }
  const url = (database: string): string => `postgres://tagwright@${NAMES.map((name) => `127.0.0.1:${of(name).postgres}`).join(",")}/${database}?target_session_attrs=read-write`
  const leader = async (): Promise<Member> => {
    let found: Member | undefined
    await until(async () => {
      const name = (await view()).find(({ role, state }) => role === "leader" && state === "running")?.name
      found = members.find((one) => one.name === name)
      return found !== undefined
    }, "nobody leads")
    return found ?? member(NAMES[0])
  }
  const whole = (): Promise<void> =>
    until(async () => {
      const all = await view()
      await pause(200)
      return all.length === 3 && all.every(({ state }) => state === "running" || state === "streaming") && all.some(({ role }) => role === "leader") && all.some(({ role }) => role === "sync_standby")
    }, "the ensemble does not become whole")
  await whole()
  return {
    url,
    leader,
    whole,
    create: async (database) => {
      const { name } = await leader()
      const client = new pg.Client({ connectionString: `postgres://tagwright@127.0.0.1:${of(name).postgres}/postgres` })
      await client.connect()
      await client.query(`CREATE DATABASE ${database}`).finally(() => client.end())
    },
    stop: () => {
      for (const name of NAMES) for (const pid of both(name)) if (pid > 0) signalFamily(pid, "SIGKILL")
      for (const { pid } of etcds) if (pid !== undefined) signalFamily(pid, "SIGKILL")
    },
  }
}
const isView = (value: unknown): value is { members: { name: string; role: string; state: string }[] } => typeof value === "object" && value !== null && "members" in value

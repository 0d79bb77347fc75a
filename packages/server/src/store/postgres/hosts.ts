import pg from "pg"

const SHAPE = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^@/?]*)([/?].*)?$/

/**
 * One URL for each host of a list, `postgres://user@one:5432,two:5432/tagwright`, as libpq reads it; none when it is not
 * PostgreSQL's.
 */
export const hostUrls = (url: string): string[] => {
  const [, start, hosts = "", rest = ""] = SHAPE.exec(url) ?? []
  const urls = start === undefined ? [] : hosts.split(",").map((host) => `${start}${host}${rest}`)
  return urls.every((one) => URL.canParse(one)) ? urls : []
}

/** A standby answers, but takes no writes (SQLSTATE 25006, read_only_sql_transaction). */
const standby = (): Error => Object.assign(new Error("this host only reads"), { code: "25006" })

export interface HostChoice {
  /** Connects to the host that is the present guess. */
  Client: typeof pg.Client
  check(client: pg.ClientBase): Promise<void>
  /** Tries one host after another, each once. */
  search<T>(connect: () => Promise<T>, isAway: (error: unknown) => boolean): Promise<T>
}

/** Which of several hosts new connections go to: the one that can be written to (libpq: target_session_attrs=read-write). */
export const chooseHost = (url: string): HostChoice => {
  const urls = hostUrls(url)
  let current = 0
  return {
    Client: class extends pg.Client {
      constructor(config?: pg.ClientConfig) {
        super({ ...config, connectionString: urls[current] ?? url })
      }
    },
    check: async (client) => {
      if (urls.length < 2) return
      const { rows } = await client.query<{ transaction_read_only: string }>("SHOW transaction_read_only")
      if (rows[0]?.transaction_read_only !== "off") throw standby()
    },
    search: async (connect, isAway) => {
      for (let turn = 1; ; turn++) {
        const tried = current
        try {
          return await connect()
        } catch (error) {
          // Several may have failed at once: they move on together.
          if (current === tried) current = (current + 1) % Math.max(1, urls.length)
          if (turn >= urls.length || !isAway(error)) throw error
        }
      }
    },
  }
}

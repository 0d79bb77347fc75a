import { expect, it } from "vitest"
import pg from "pg"
import { connectDatabase } from "../../src/store/postgres/connect.ts"
import { hostUrls } from "../../src/store/postgres/hosts.ts"
import { onPostgres } from "./suite.ts"

it("a URL may name several hosts, as libpq writes them", () => {
  expect(hostUrls("postgres://me@one:5432,two:5433/shop?target_session_attrs=read-write")).toEqual(["postgres://me@one:5432/shop?target_session_attrs=read-write", "postgres://me@two:5433/shop?target_session_attrs=read-write"])
  expect(hostUrls("postgresql://[::1]:5432/shop")).toEqual(["postgresql://[::1]:5432/shop"])
  for (const wrong of ["mysql://one/shop", "one:5432", "postgres://one:x,two/shop", ""]) expect(hostUrls(wrong)).toEqual([])
})

onPostgres("several hosts", { durable: false }, (cluster) => {
  it("the one that is gone is passed over, and one that only reads is not taken", async () => {
    const [writes, reads] = [await cluster().create(), await cluster().create()]
    const client = new pg.Client({ connectionString: reads })
    await client.connect()
    // As a standby answers.
    await client.query(`ALTER DATABASE ${new URL(reads).pathname.slice(1)} SET default_transaction_read_only = on`)
    await client.end()
    const database = connectDatabase(`postgres://tagwright@127.0.0.1:1,127.0.0.1:${cluster().port}${new URL(writes).pathname}`)
    expect(await database.rows("SELECT current_database() AS name")).toEqual([{ name: new URL(writes).pathname.slice(1) }])
    await database.close()
    const standby = connectDatabase(`postgres://tagwright@127.0.0.1:1,127.0.0.1:${cluster().port}${new URL(reads).pathname}`)
    await expect(standby.rows("SELECT 1")).rejects.toThrow(/only reads|ECONNREFUSED/)
    await standby.close()
  })
})

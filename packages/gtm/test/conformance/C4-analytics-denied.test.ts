import { describe, expect, test } from "vitest"
import { event, google, hits } from "../support/ga4.ts"
import { text } from "../support/runtime-container.ts"

describe("C4 analytics storage denied", () => {
  const denied = ["consent", "default", { ad_storage: "denied", analytics_storage: "denied", ad_user_data: "denied", ad_personalization: "denied" }]

  test("the same requests without cookies, marked", () => {
    const [hit] = hits([google()], [denied], { cookies: { _ga: "GA1.1.111.222" } })
    expect(hit).toMatchObject({ gcs: "G100", npa: "1", dma_cps: "-", pscdl: "denied" })
    expect(hit?.["cid"]).not.toBe("111.222")
  })

  test("once granted, the same ids and a hit that says so", () => {
    const made = hits([google()], [denied, { event: "x" }, ["consent", "update", { analytics_storage: "granted" }]])
    expect(made.map((hit) => hit["en"])).toEqual(["page_view", "user_engagement"])
    expect(made[1]).toMatchObject({ gcs: "G101", gcu: "1", cid: made[0]?.["cid"], sid: made[0]?.["sid"], "ep.ga_temp_client_id": made[0]?.["cid"] })
  })

  test("what changed is said: gcut lists the types, a server container gets it under its own name and the page view again", () => {
    const update = ["consent", "update", { analytics_storage: "granted", ad_user_data: "granted" }]
    const direct = hits([google()], [denied, { event: "x" }, update])
    expect(direct.map((hit) => [hit["en"], hit["gcu"], hit["gcut"]])).toEqual([["page_view", undefined, undefined], ["user_engagement", "1", "2.3"]])
    const server = hits([google({ server_container_url: "https://t.shop.example" })], [denied, { event: "x" }, update])
    expect(server.map((hit) => [hit["en"], hit["gcu"], hit["sst.gcut"]])).toEqual([["page_view", undefined, undefined], ["page_view", "1", "2.3"], ["user_engagement", "1", "2.3"]])
  })

  test("an event that still waits when consent arrives is told as it happened", () => {
    const made = hits([google(), event("a")], [denied, { event: "a" }, ["consent", "update", { analytics_storage: "granted" }], { event: "a" }])
    expect(made.map((hit) => [hit["en"], hit["gcs"], hit["_s"]])).toEqual([["page_view", "G100", "1"], ["a", "G100", "2"], ["user_engagement", "G101", "3"], ["a", "G101", "4"]])
  })

  test("two measurement ids of a page know the visitor by one id, also without cookies", () => {
    const second = { ...google(), name: "second", parameter: [text("tagId", "G-SECOND0001")] }
    const ids = hits([google(), second], [denied]).map((hit) => hit["cid"])
    expect(ids).toHaveLength(2)
    expect(ids[0]).toBe(ids[1])
  })

  test("wait_for_update holds hits until the update", () => {
    const wait = ["consent", "default", { analytics_storage: "denied", wait_for_update: 500 }]
    expect(hits([google()], [wait, { event: "x" }, ["consent", "update", { analytics_storage: "granted" }]]).map((hit) => [hit["en"], hit["gcs"]])).toEqual([["page_view", "G1-1"]])
    expect(hits([google()], [wait]).map((hit) => [hit["en"], hit["gcs"]])).toEqual([["page_view", "G1-0"]])
  })
})

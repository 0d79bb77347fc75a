import type { ContainerExport, Parameter } from "@tagwright/formats"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { run, runServer } from "../src/runtime/index.ts"
import { condition, container, flag, table, text, trigger, variable, type TestContainer } from "./support/runtime-container.ts"

const BASE = { accountId: "1", containerId: "77" }
const server = (parts: TestContainer, more: Partial<ContainerExport["containerVersion"]> = {}): ContainerExport => {
  const made = container({ ...parts, usage: "SERVER" })
  return { ...made, containerVersion: { ...made.containerVersion, client: [{ ...BASE, clientId: "1", name: "GA4", type: "gaaw_client", parameter: [flag("activateDefaultPaths", true)] }], ...more } }
}
const all = trigger("all", "ALWAYS")
const ga4 = (...parameter: Parameter[]) => ({ name: "GA4 out", type: "sgtmgaaw", on: ["all"], parameter })
const hit = "/g/collect?v=2&tid=G-ABC&cid=1.2&sid=5&dl=https%3A%2F%2Fshop.example%2Fa&en=purchase&epn.value=5&ep.coupon=X&cu=EUR&pr1=idi1~nmIntensive~pr5~qt1&up.tier=gold"
const out = (container: ContainerExport, url = hit, body?: string) => {
  const result = runServer(container, [{ url, ...(body === undefined ? {} : { body }) }])
  return { ...result, sent: result.requests.map((request) => Object.fromEntries(new URL(request.url).searchParams)) }
}

describe("server containers", () => {
  test("a GA4 request is claimed, becomes an event and goes on to Google", () => {
    const { incoming, sent } = out(server({ triggers: [all], tags: [ga4(text("epToIncludeDropdown", "all"), text("upToIncludeDropdown", "all"))] }))
    expect(incoming[0]?.client).toBe("GA4")
    expect(incoming[0]?.events.map((event) => [event.event, event.fired.map((fired) => fired.tag)])).toEqual([["purchase", ["GA4 out"]]])
    expect(sent[0]).toMatchObject({ tid: "G-ABC", cid: "1.2", en: "purchase", "epn.value": "5", "ep.coupon": "X", cu: "EUR", pr1: "idi1~nmIntensive~pr5~qt1", "up.tier": "gold", dl: "https://shop.example/a" })
  })

  test("property: what a tag passes on unchanged is what came in", () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/)
    const parameter = fc.oneof(
      fc.tuple(word.map((name) => `ep.${name}`), fc.string({ minLength: 1 })), fc.tuple(word.map((name) => `epn.${name}`), fc.integer().map(String)), fc.tuple(word.map((name) => `up.${name}`), fc.string({ minLength: 1 })),
      fc.constantFrom<[string, string]>(["_fv", "1"], ["_ss", "1"], ["_ee", "1"], ["seg", "1"], ["_et", "120"], ["_s", "3"], ["dt", "Title"], ["ul", "de-at"], ["uaa", "x86"], ["npa", "0"], ["dma", "1"], ["gcd", "13l3l3l3l1l1"], ["dp", "/virtual"], ["pr1", "idi1~nmName~pr5~qt1"], ["tfd", "900"]),
    )
    const passing = server({ triggers: [all], tags: [ga4(text("epToIncludeDropdown", "all"), text("upToIncludeDropdown", "all"), flag("redactVisitorIp", true))] })
    fc.assert(fc.property(fc.uniqueArray(parameter, { selector: ([key]) => key.split(".").at(-1), maxLength: 8 }), (more) => {
      const own = { v: "2", tid: "G-ABC", cid: "1.2", dl: "https://shop.example/a", en: "lead", ...Object.fromEntries(more) }
      expect(out(passing, `/g/collect?${new URLSearchParams(own).toString()}`).sent).toEqual([own])
    }))
  })

  test("cookies managed on the server: a known first-party id wins, a new one is set, migration keeps the browser's id, nothing without consent", () => {
    const client = (...more: Parameter[]) => [{ ...BASE, clientId: "1", name: "GA4", type: "gaaw_client", parameter: [flag("activateDefaultPaths", true), text("cookieManagement", "server"), text("cookieName", "FPID"), ...more] }]
    const visit = (more: Parameter[], url: string, cookie = "") => {
      const result = runServer(server({ triggers: [all], tags: [ga4()] }, { client: client(...more) }), [{ url, headers: { cookie } }])
      return { cid: new URL(result.requests[0]?.url ?? "").searchParams.get("cid"), cookies: result.incoming[0]?.response.cookies ?? [] }
    }
    expect(visit([], hit, "FPID=FPID2.1.abc%2F.1700000000")).toEqual({ cid: "abc/.1700000000", cookies: [] })
    const fresh = visit([], hit)
    expect(fresh.cid).toMatch(/^[\w+/]{43}=\.1735689600$/)
    expect(fresh.cookies[0]).toMatch(/^FPID=FPID2\.1\..*HttpOnly/)
    expect(visit([flag("migrateFromJsClientId", true)], hit).cid).toBe("1.2")
    expect(visit([], `${hit}&gcs=G100`)).toEqual({ cid: "1.2", cookies: [] })
  })

  test("a batch is one event per line", () => {
    const { incoming } = out(server({ triggers: [all], tags: [ga4()] }), "/g/collect?v=2&tid=G-ABC&cid=1.2", "en=a\r\nen=b")
    expect(incoming[0]?.events.map((event) => event.event)).toEqual(["a", "b"])
  })

  test("own parameters win, excluded ones stay behind", () => {
    const { sent } = out(server({ triggers: [all], tags: [ga4(text("measurementId", "G-OTHER"), table("eventParameters", [{ fieldName: "coupon", value: "Y" }]), table("epToExclude", [{ fieldName: "value" }]))] }))
    expect([sent[0]?.["tid"], sent[0]?.["ep.coupon"], sent[0]?.["epn.value"]]).toEqual(["G-OTHER", "Y", undefined])
  })

  test("event data, headers, query and client name are readable in triggers", () => {
    const parts: TestContainer = {
      variables: [variable("value", "ed", [text("keyPath", "value")]), variable("agent", "rh", [text("headerName", "User-Agent")]), variable("query", "qp", [text("queryParamName", "tid")]), variable("item", "ed", [text("keyPath", "items.0.item_name")])],
      builtIns: [["CLIENT_NAME", "Client Name"]],
      triggers: [trigger("t", "CUSTOM_EVENT", { customEventFilter: [condition("EQUALS", "{{_event}}", "purchase")], filter: [condition("EQUALS", "{{Client Name}}", "GA4"), condition("GREATER", "{{value}}", "4"), condition("EQUALS", "{{query}}", "G-ABC"), condition("EQUALS", "{{item}}", "Intensive"), condition("CONTAINS", "{{agent}}", "Test")] })],
      tags: [{ name: "out", type: "http_request", on: ["t"], parameter: [text("url", "https://hook.example/"), text("httpMethod", "POST"), text("requestBody", "v={{value}}")] }],
    }
    const { requests } = runServer(server(parts), [{ url: hit, headers: { "user-agent": "Test" } }])
    expect(requests.map(({ method, url, body }) => [method, url, body])).toEqual([["POST", "https://hook.example/", "v=5"]])
  })

  test("a transformation changes what one tag sees, and no other", () => {
    const transformation = [{ ...BASE, transformationId: "9", name: "tf", type: "tf_augment_event", parameter: [flag("allTagsExcept", false), table("augmentEventTable", [{ paramName: "coupon", paramValue: "changed" }]), table("affectedTags", [{ tagReference: "GA4 out" }])] }]
    const { sent } = out(server({ triggers: [all], tags: [ga4(), { ...ga4(), name: "second" }] }, { transformation }))
    expect(sent.map((one) => one["ep.coupon"])).toEqual(["changed", "X"])
  })

  test("a request nobody claims is told", () => {
    const { incoming, unsupported } = out(server({}), "/favicon.ico")
    expect(incoming[0]?.client).toBeUndefined()
    expect(JSON.stringify(unsupported)).toContain("no client claims GET /favicon.ico")
  })

  test("a template client claims, runs the container and answers", () => {
    const may = (publicId: string, param: unknown[] = []) => ({ instance: { key: { publicId }, param } })
    const code = `const claim = require('claimRequest'); const body = require('JSON').parse(require('getRequestBody')());
if (require('getRequestPath')() === '/data') { claim(); require('runContainer')({event_name: body.name, value: body.value}, () => { require('setResponseBody')('ok'); require('setResponseStatus')(201); require('returnResponse')() }) }`
    const templateData = `___INFO___\n\n{"type": "CLIENT"}\n\n\n___TEMPLATE_PARAMETERS___\n\n[]\n\n\n___SANDBOXED_JS_FOR_SERVER___\n\n${code}\n\n\n___SERVER_PERMISSIONS___\n\n${JSON.stringify([may("read_request"), may("run_container"), may("access_response"), may("return_response")])}\n`
    const made = server({ templates: [{ name: "Data", templateId: "5", templateData }], triggers: [all], variables: [variable("value", "ed", [text("keyPath", "value")])], tags: [{ name: "out", type: "http_request", on: ["all"], parameter: [text("url", "https://hook.example/?v={{value}}"), text("httpMethod", "GET")] }] },
      { client: [{ ...BASE, clientId: "2", name: "Data client", type: "cvt_77_5", priority: 10 }] })
    const { incoming, requests } = runServer(made, [{ url: "/data", body: '{"name": "lead", "value": 7}' }])
    expect(requests.map((request) => request.url)).toEqual(["https://hook.example/?v=7"])
    expect(incoming[0]).toMatchObject({ client: "Data client", response: { status: 201, body: "ok" } })
  })

  test("events can be pushed straight in", () => {
    const { events } = run(server({ triggers: [all], tags: [ga4(text("measurementId", "G-ABC"))] }), [{ event: "lead", client_id: "1.2" }])
    expect(events.map((event) => [event.event, event.fired[0]?.tag])).toEqual([["lead", "GA4 out"]])
  })
})

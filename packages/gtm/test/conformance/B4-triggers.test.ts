import { describe, expect, test } from "vitest"
import type { Trigger } from "@tagwright/formats"
import { firings } from "../support/observe.ts"
import { useChromium } from "../support/chromium.ts"
import { container, flag, plainTag, text, trigger, type TestContainer } from "../support/runtime-container.ts"

const { visit } = useChromium()
const waits = (more: Partial<Trigger> = {}): Partial<Trigger> => ({ waitForTags: flag("", true), checkValidation: flag("", false), waitForTagsTimeout: text("", "2000"), ...more })

/** The messages an auto-event pushed, with elements as their ids and without what differs from run to run. */
const PUSHED = `JSON.parse(JSON.stringify(dataLayer.filter((m) => /^gtm\\.(click|linkClick|formSubmit|historyChange|scrollDepth|elementVisibility|pageError|timer)$/.test(m.event)), (key, value) =>
  value && value.nodeType ? "#" + value.id : /uniqueEventId|Time$|eventCallback/.test(key) ? undefined : value))`

const everything: TestContainer = {
  triggers: [
    trigger("click", "CLICK"), trigger("link", "LINK_CLICK", waits()), trigger("form", "FORM_SUBMISSION", waits({ checkValidation: flag("", true) })), trigger("history", "HISTORY_CHANGE"),
    trigger("scroll", "SCROLL_DEPTH", { parameter: [flag("verticalThresholdOn", true), text("verticalThresholdUnits", "PERCENT"), text("verticalThresholdsPercent", "50,90"), text("triggerStartOption", "WINDOW_LOAD")] }),
    trigger("seen", "ELEMENT_VISIBILITY", { parameter: [text("selectorType", "CSS"), text("elementSelector", ".seen"), text("firingFrequency", "ONCE_PER_ELEMENT"), text("onScreenRatio", "50"), flag("useOnScreenDuration", false), flag("useDomChangeListener", true)] }),
    trigger("error", "JS_ERROR"),
    trigger("timer", "TIMER", { eventName: text("", "gtm.timer"), interval: text("", "50"), limit: text("", "2") }),
  ],
  tags: ["click", "link", "form", "history", "scroll", "seen", "error", "timer"].map((name) => plainTag(`on ${name}`, [name])),
}

const BODY = `<a id="out" class="btn" href="https://elsewhere.example/x?y=1"><span id="inner"> Go
 there </span></a><a id="here" href="#part">part</a>
<form id="f" name="lead" action="/send"><input name="a"><button id="b" type="submit">Send it</button></form>
<p class="seen" id="s">seen</p><div style="height:4000px"></div>`

describe("B4 triggers on a real page", () => {
  test("clicks, links, forms, history, scroll, visibility, errors and timers push their keys and fire", async () => {
    const { result, events } = await visit(container(everything), {
      body: BODY,
      before: `addEventListener("click", (e) => { if (e.target.id === "inner") window.prevented = () => e.defaultPrevented })`,
      after: `(async () => {
        const until = async (event, count = 1) => { while (dataLayer.filter((m) => m.event === event).length < count) await new Promise((next) => setTimeout(next, 20)) };
        document.addEventListener("click", (e) => e.preventDefault());
        document.addEventListener("submit", (e) => e.preventDefault());
        document.getElementById("inner").click();
        document.getElementById("here").click();
        document.getElementById("b").click();
        history.pushState({n: 1}, "", "/other#frag");
        setTimeout(() => { throw new Error("page broke") }, 0);
        await until("gtm.pageError"); await until("gtm.timer", 2); await until("gtm.elementVisibility");
        const late = document.createElement("p"); late.className = "seen"; late.id = "late"; late.textContent = "late"; document.body.prepend(late);
        await until("gtm.elementVisibility", 2);
        window.scrollTo(0, 100000);
        await until("gtm.scrollDepth", 2);
        return ${PUSHED};
      })()`,
    })
    const messages: Record<string, unknown>[] = Array.isArray(result) ? result : []
    const of = (event: string) => messages.filter((message) => message["event"] === event)
    expect(of("gtm.click")[0]).toEqual({ event: "gtm.click", "gtm.element": "#inner", "gtm.elementClasses": "", "gtm.elementId": "inner", "gtm.elementTarget": "", "gtm.elementUrl": "", "gtm.triggers": "" })
    expect(of("gtm.linkClick")[0]).toMatchObject({ "gtm.element": "#out", "gtm.elementClasses": "btn", "gtm.elementUrl": "https://elsewhere.example/x?y=1", "gtm.elementText": "Go there", "gtm.willOpenInNewWindow": false, "gtm.triggers": "77_101" })
    expect(of("gtm.formSubmit")).toEqual([])
    expect(of("gtm.historyChange")[0]).toMatchObject({ "gtm.historyChangeSource": "pushState", "gtm.newUrlFragment": "frag", "gtm.newHistoryState": { n: 1 }, "gtm.oldUrl": "https://www.example.com/", "gtm.newUrl": "https://www.example.com/other" })
    expect(of("gtm.pageError")[0]?.["gtm.errorMessage"]).toBe("Uncaught Error: page broke")
    expect(of("gtm.timer").map((message) => [message["gtm.timerEventNumber"], message["gtm.timerInterval"], message["gtm.timerLimit"], message["gtm.triggers"]])).toEqual([[1, 50, 2, "77_107"], [2, 50, 2, "77_107"]])
    expect(of("gtm.elementVisibility").map((message) => message["gtm.element"])).toEqual(["#s", "#late"])
    expect(of("gtm.scrollDepth").map((message) => [message["gtm.scrollThreshold"], message["gtm.scrollUnits"], message["gtm.scrollDirection"]])).toEqual([[50, "percent", "vertical"], [90, "percent", "vertical"]])
    const fired = new Set(firings(events))
    for (const line of ["gtm.click: on click", "gtm.linkClick: on link", "gtm.historyChange: on history", "gtm.timer: on timer", "gtm.pageError: on error", "gtm.elementVisibility: on seen", "gtm.scrollDepth: on scroll"])
      expect(fired).toContain(line)
  })

  test("a link that leaves the page is held until the tags are done", async () => {
    const { result } = await visit(container({ triggers: [trigger("link", "LINK_CLICK", waits())], tags: [plainTag("pixel", ["link"])] }), {
      body: BODY,
      after: `(() => { const link = document.getElementById("out"); let held; addEventListener("click", (e) => { held = e.defaultPrevented; e.preventDefault() });
        const push = dataLayer.push; let message; dataLayer.push = function (m) { message = m; return push.call(dataLayer, {...m, eventCallback: undefined}) };
        link.click(); return [held, typeof message.eventCallback, message.eventTimeout] })()`,
    })
    expect(result).toEqual([true, "function", 2000])
  })

  test("a form the page accepts is reported, with who submitted it", async () => {
    const { result } = await visit(container({ triggers: [trigger("form", "FORM_SUBMISSION", { waitForTags: flag("", false), checkValidation: flag("", true) })], tags: [plainTag("t", ["form"])] }), {
      body: `${BODY}<iframe name="sink"></iframe>`,
      after: `(() => { const form = document.getElementById("f"); form.target = "sink"; document.getElementById("b").click(); return ${PUSHED} })()`,
    })
    expect(result).toMatchObject([{ event: "gtm.formSubmit", "gtm.element": "#f", "gtm.elementTarget": "sink", "gtm.elementUrl": "https://www.example.com/send", "gtm.formCanceled": false, "gtm.interactedFormName": "lead", "gtm.formSubmitElement": "#b", "gtm.formSubmitElementText": "Send it", "gtm.triggers": "77_100" }])
  })
})

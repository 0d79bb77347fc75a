import type { Trigger } from "@tagwright/formats"
import { describe, expect, test } from "vitest"
import { useChromium } from "../support/chromium.ts"
import { firings } from "../support/observe.ts"
import { condition, container, flag, onEvent, plainTag, text, trigger, type TestContainer } from "../support/runtime-container.ts"

const { visit } = useChromium()
const of = (name: string): string => `dataLayer.filter((m) => m.event === ${JSON.stringify(name)})`
const waits = (check: boolean, more: Partial<Trigger> = {}): Partial<Trigger> => ({ waitForTags: flag("", true), checkValidation: flag("", check), waitForTagsTimeout: text("", "300"), ...more })

describe("B4 waits and validation", () => {
  test("a cancelled click is skipped by those that check validation; the middle button counts, the right one does not; areas and SVG are links too", async () => {
    const parts: TestContainer = { triggers: [trigger("checks", "LINK_CLICK", waits(true)), trigger("takes all", "LINK_CLICK", waits(false))], tags: [plainTag("a", ["checks"]), plainTag("b", ["takes all"])] }
    const { result } = await visit(container(parts), {
      body: `<a id="x" href="/x" class="c">x</a><a id="s" href="/svg"><svg width="20" height="20"><rect id="r" width="20" height="20"/></svg></a>`,
      after: `(() => { const x = document.getElementById("x"); x.addEventListener("click", (e) => e.preventDefault()); document.getElementById("s").addEventListener("click", (e) => e.preventDefault());
        x.click(); document.getElementById("r").dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
        for (const button of [1, 2]) x.dispatchEvent(new MouseEvent("auxclick", {bubbles: true, cancelable: true, button}));
        return ${of("gtm.linkClick")}.map((m) => [m["gtm.element"].id, m["gtm.triggers"], m["gtm.willOpenInNewWindow"]]) })()`,
    })
    expect(result).toEqual([["x", "77_101", false], ["s", "77_101", false], ["x", "77_100,77_101", true]])
  })

  test("a held link leaves at the latest after its timeout, and where it listens is decided by its own conditions", async () => {
    const slow: TestContainer = {
      builtIns: [["PAGE_PATH", "Page Path"]],
      triggers: [trigger("link", "LINK_CLICK", waits(false, { autoEventFilter: [condition("STARTS_WITH", "{{Page Path}}", "/")] })), trigger("elsewhere", "LINK_CLICK", waits(false, { autoEventFilter: [condition("STARTS_WITH", "{{Page Path}}", "/other")] }))],
      tags: [{ name: "slow", type: "html", on: ["link"], parameter: [text("html", '<script src="https://slow.example/a.js"></script>')] }, plainTag("never", ["elsewhere"])],
    }
    const { result } = await visit(container(slow), {
      body: `<a id="x" href="#there" target="_top">x</a>`,
      // The page's own history stands in for leaving: the fragment is a navigation that can be watched.
      after: `(async () => { const link = document.getElementById("x"); Object.defineProperty(link, "hash", {get: () => ""}); const began = Date.now(); link.click(); const at = location.hash;
        while (location.hash !== "#there" && Date.now() - began < 3000) await new Promise((next) => setTimeout(next, 20));
        return { at, gone: location.hash, waited: Date.now() - began >= 250, triggers: ${of("gtm.linkClick")}.map((m) => m["gtm.triggers"]) } })()`,
    })
    expect(result).toEqual({ at: "", gone: "#there", waited: true, triggers: ["77_100"] })
  })

  test("form.submit() by code is a submission, and Facebook's own form is none", async () => {
    const parts: TestContainer = { triggers: [trigger("form", "FORM_SUBMISSION", { waitForTags: flag("", false), checkValidation: flag("", false) })], tags: [plainTag("t", ["form"])] }
    const { result } = await visit(container(parts), {
      body: `<iframe name="sink"></iframe><form id="f" target="sink" action="/send"></form><form id="fb" target="sink" action="https://www.facebook.com/tr/"></form>`,
      after: `(() => { document.getElementById("f").submit(); document.getElementById("fb").submit(); return ${of("gtm.formSubmit")}.map((m) => [m["gtm.element"].id, m["gtm.formCanceled"], m["gtm.formSubmitElement"], m["gtm.elementUrl"]]) })()`,
    })
    expect(result).toEqual([["f", false, null, "https://www.example.com/send"]])
  })
})

describe("B4 history, visibility, players", () => {
  test("each change of the address once: pushState, replaceState, and the pair of popstate and hashchange", async () => {
    const { result } = await visit(container({ triggers: [trigger("h", "HISTORY_CHANGE")], tags: [plainTag("t", ["h"])] }), {
      after: `(async () => { history.pushState({n: 1}, "", "/a#one"); history.replaceState({n: 2}, "", "/b"); location.hash = "two"; await new Promise((next) => addEventListener("hashchange", () => setTimeout(next, 20), {once: true}));
        history.back(); await new Promise((next) => addEventListener("popstate", () => setTimeout(next, 50), {once: true}));
        return ${of("gtm.historyChange")}.map((m) => ["gtm.historyChangeSource", "gtm.oldUrl", "gtm.newUrl", "gtm.oldUrlFragment", "gtm.newUrlFragment", "gtm.newHistoryState"].map((key) => m[key])) })()`,
    })
    expect(result).toEqual([
      ["pushState", "https://www.example.com/", "https://www.example.com/a", "", "one", { n: 1 }], ["replaceState", "https://www.example.com/a", "https://www.example.com/b", "one", "", { n: 2 }],
      ["popstate", "https://www.example.com/b", "https://www.example.com/b", "", "two", null], ["popstate", "https://www.example.com/b", "https://www.example.com/b", "two", "", { n: 2 }],
    ])
  })

  test("an element counts when it was seen long enough, once, or each time it comes back", async () => {
    const seen = (name: string, firingFrequency: string): ReturnType<typeof trigger> =>
      trigger(name, "ELEMENT_VISIBILITY", { parameter: [text("selectorType", "ID"), text("elementId", "box"), text("firingFrequency", firingFrequency), text("onScreenRatio", "50"), flag("useOnScreenDuration", true), text("onScreenDuration", "150"), flag("useDomChangeListener", false)] })
    const { result, events } = await visit(container({ triggers: [seen("once", "ONCE"), seen("many", "MANY_PER_ELEMENT")], tags: [plainTag("o", ["once"]), plainTag("m", ["many"])] }), {
      body: `<div id="box" style="width:50px;height:50px">box</div>`,
      after: `(async () => { const until = async (count) => { while (${of("gtm.elementVisibility")}.length < count) await new Promise((next) => setTimeout(next, 20)) }; const box = document.getElementById("box");
        await until(2); box.hidden = true; await new Promise((next) => setTimeout(next, 250)); box.hidden = false; await until(3);
        return ${of("gtm.elementVisibility")}.map((m) => [m["gtm.visibleRatio"], m["gtm.visibleTime"], m["gtm.visibleLastTime"] - m["gtm.visibleFirstTime"] >= 150]) })()`,
    })
    expect(result).toEqual([[100, 150, true], [100, 150, true], [100, 150, true]])
    expect(firings(events).filter((line) => line.startsWith("gtm.elementVisibility")).sort()).toEqual(["gtm.elementVisibility: m", "gtm.elementVisibility: m", "gtm.elementVisibility: o"])
  })

  test("YouTube: start, progress, pause and complete; seeking counts as pausing and stays silent where that is off", async () => {
    const video = (name: string, pauses: boolean): ReturnType<typeof trigger> =>
      trigger(name, "YOU_TUBE_VIDEO", { parameter: [flag("captureStart", true), flag("captureComplete", true), flag("capturePause", pauses), flag("captureProgress", true), flag("fixMissingApi", true), text("radioButtonGroup1", "PERCENTAGE"), text("progressThresholdsPercent", "50"), text("triggerStartOption", "DOM_READY")] })
    const { result } = await visit(container({ triggers: [video("all", true), video("no pauses", false), onEvent("x")], tags: [plainTag("a", ["all"]), plainTag("b", ["no pauses"])] }), {
      body: `<iframe src="https://www.youtube.com/embed/abc" id="v"></iframe>`,
      // A player that does what YouTube's iframe API says, without YouTube.
      before: `window.YT = { Player: class { constructor(frame, {events}) { window.player = this; this.frame = frame; this.time = 0; this.tell = (data) => events.onStateChange({data}) } getDuration() { return 100 } getCurrentTime() { return this.time } getVideoUrl() { return "https://www.youtube.com/watch?v=abc" } getVideoData() { return {title: "Film"} } } };`,
      after: `(async () => { const wait = (ms) => new Promise((next) => setTimeout(next, ms)); player.tell(1); await wait(300); player.time = 60; await wait(600); player.tell(2); player.tell(0);
        return { api: document.getElementById("v").src, seen: ${of("gtm.video")}.map((m) => [m["gtm.videoStatus"], m["gtm.videoPercent"], m["gtm.videoCurrentTime"], m["gtm.videoDuration"], m["gtm.videoTitle"], m["gtm.triggers"]]) } })()`,
    })
    expect(result).toEqual({
      api: "https://www.youtube.com/embed/abc?enablejsapi=1",
      seen: [["start", 0, 0, 100, "Film", "77_100,77_101"], ["seek", 60, 60, 100, "Film", "77_100"], ["progress", 50, 60, 100, "Film", "77_100,77_101"], ["pause", 60, 60, 100, "Film", "77_100"], ["complete", 60, 60, 100, "Film", "77_100,77_101"]],
    })
  })
})

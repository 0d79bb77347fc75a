import { boolean, template } from "../build.ts"
import { consentEvent } from "../names.ts"
import { type Emission, flatFields, initializationAllPages, pascal, vendorName } from "./emission.ts"

const folder = "TikTok"

/**
 * TikTok has no image form: a loader that queues calls until their script is there, and a call per event. ES5 only:
 * Tag Manager's own compiler takes nothing newer in Custom HTML (gtm-format, compiler errors).
 */
export const tiktok = (emission: Emission<"tiktok">): void => {
  const { to, names, destination, events, trigger, blocking, consentSettings } = emission
  const html = (name: string, event: string, describe: string, text: string, triggers: string[]) =>
    to.tag({
      name: names.tag("TikTok", name),
      type: "html",
      notes: `destinations.${destination.id}: ${describe}`,
      parameter: [template("html", text), boolean("supportDocumentWrite", false)],
      firingTriggerId: triggers,
      blockingTriggerId: blocking,
      tagFiringOption: event === "" ? "ONCE_PER_LOAD" : "ONCE_PER_EVENT",
      consentSettings,
      folder,
    })
  html("loader", "", "loads the pixel once", loader(destination.pixelId), [initializationAllPages, trigger(consentEvent, "Pushed by the kit after every choice of the visitor")])
  for (const event of events) {
    const data = flatFields(emission, event).map(([key, value]) => `${key}: ${value}`)
    const text = `<script>\n(window.ttq = window.ttq || []).push(["track", "${vendorName(event, destination, pascal)}", { ${data.join(", ")} }, { event_id: ${emission.field("event_id")} }]);\n</script>`
    html(event.name, event.name, event.describe, text, [trigger(event.name, event.describe)])
  }
}

const loader = (pixelId: string): string => `<script>
(function (w, d) {
  var queue = (w.ttq = w.ttq || []);
  w.TiktokAnalyticsObject = "ttq";
  queue._i = queue._i || {};
  queue._i["${pixelId}"] = [];
  queue._t = queue._t || {};
  queue._t["${pixelId}"] = +new Date();
  var script = d.createElement("script");
  script.async = true;
  script.src = "https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=${pixelId}&lib=ttq";
  d.head.appendChild(script);
})(window, document);
</script>`

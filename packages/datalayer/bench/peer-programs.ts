/**
 * Programs of other makers, each set up as its documentation says, to send to this page's own host under /p. Every program leaves
 * `window.send(text)`, which sends one event that carries the text. What cannot be pointed at another host than its maker's is not here.
 */
export interface Peer {
  packages: Record<string, string>
  program: string
  includes: string
}

export const peers: Record<string, Peer> = {
  snowplow: {
    packages: { "@snowplow/browser-tracker": "4.10.1" },
    includes: "ids, sessions, batches, retries, storage",
    program: `import { newTracker, trackSelfDescribingEvent } from "@snowplow/browser-tracker"
      newTracker("sp", location.origin, { appId: "bench", postPath: "/p/sp", contexts: { webPage: true } })
      window.send = (n) => trackSelfDescribingEvent({ event: { schema: "iglu:com.bench/cta_click/jsonschema/1-0-0", data: { n, section: "hero", link_text: "See the plans" } } })`,
  },
  walkeros: {
    packages: { "@walkeros/collector": "4.2.1" },
    includes: "collector with consent queue; sending is 3 lines of ours (no batches, no retries)",
    program: `import { startFlow } from "@walkeros/collector"
      const waiting = []
      window.send = (n) => waiting.push(n)
      startFlow({ consent: { functional: true }, run: true, destinations: { bench: { code: { type: "bench", config: {},
        push: (event) => void fetch("/p/w", { method: "POST", keepalive: true, body: JSON.stringify(event) }).catch(() => {}) } } } }).then(({ elb }) => {
        window.send = (n) => elb("cta click", { n, section: "hero", link_text: "See the plans" })
        waiting.forEach(window.send)
      })`,
  },
  segment: {
    packages: { "@segment/analytics-next": "1.84.3" },
    includes: "ids, queue, plugins",
    program: `import { AnalyticsBrowser } from "@segment/analytics-next"
      const host = location.host + "/p/seg"
      const analytics = AnalyticsBrowser.load({ writeKey: "bench", cdnSettings: { integrations: { "Segment.io": { apiKey: "bench", apiHost: host, protocol: "http" } } } }, { integrations: { "Segment.io": { apiHost: host, protocol: "http" } } })
      window.send = (n) => analytics.track("cta_click", { n, section: "hero", link_text: "See the plans" })`,
  },
  rudderstack: {
    packages: { "@rudderstack/analytics-js": "3.34.1" },
    includes: "ids, sessions, queue, retries, storage",
    program: `import { RudderAnalytics } from "@rudderstack/analytics-js/bundled"
      const analytics = new RudderAnalytics()
      analytics.load("benchbenchbenchbenchbenchben", location.origin + "/p/rs", { configUrl: location.origin + "/p/rs-config", lockIntegrationsVersion: true })
      window.send = (n) => analytics.track("cta_click", { n, section: "hero", link_text: "See the plans" })`,
  },
  jitsu: {
    packages: { "@jitsu/js": "1.11.0" },
    includes: "ids, queue",
    program: `import { jitsuAnalytics } from "@jitsu/js"
      const analytics = jitsuAnalytics({ host: location.origin + "/p/j", writeKey: "bench:bench" })
      window.send = (n) => analytics.track("cta_click", { n, section: "hero", link_text: "See the plans" })`,
  },
  posthog: {
    packages: { "posthog-js": "1.449.2" },
    includes: "automatic capture, replay and flags switched off; ids, batches, compression",
    program: `import posthog from "posthog-js"
      posthog.init("phc_bench", { api_host: location.origin + "/p/ph", autocapture: false, capture_pageview: false, capture_pageleave: false, disable_session_recording: true, advanced_disable_flags: true, disable_external_dependency_loading: true, opt_out_useragent_filter: true })
      window.send = (n) => posthog.capture("cta_click", { n, section: "hero", link_text: "See the plans" })`,
  },
  plausible: {
    packages: { "@plausible-analytics/tracker": "0.4.6" },
    includes: "page views, outbound links; no ids, no batches",
    program: `import { init, track } from "@plausible-analytics/tracker"
      init({ domain: "bench.example", endpoint: location.origin + "/p/pl", captureOnLocalhost: true, autoCapturePageviews: false })
      window.send = (n) => track("cta_click", { props: { n, section: "hero", link_text: "See the plans" } })`,
  },
  mixpanel: {
    packages: { "mixpanel-browser": "2.83.0" },
    includes: "ids, batches, storage",
    program: `import mixpanel from "mixpanel-browser/src/loaders/loader-module-core"
      mixpanel.init("bench", { api_host: location.origin + "/p/mp", persistence: "localStorage", track_pageview: false })
      window.send = (n) => mixpanel.track("cta_click", { n, section: "hero", link_text: "See the plans" })`,
  },
  amplitude: {
    packages: { "@amplitude/analytics-browser": "2.48.1" },
    includes: "ids, sessions, batches, storage",
    program: `import * as amplitude from "@amplitude/analytics-browser"
      amplitude.init("bench", { serverUrl: location.origin + "/p/am", autocapture: false, fetchRemoteConfig: false })
      window.send = (n) => amplitude.track("cta_click", { n, section: "hero", link_text: "See the plans" })`,
  },
}

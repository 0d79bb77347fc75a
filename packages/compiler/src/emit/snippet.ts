import { code } from "./kit-code.ts"

/** When Tag Manager loads. Whatever is pushed before waits in the data layer, so nothing is lost. */
export type Activation = "immediate" | "idle" | "interaction" | "consent"

export interface SnippetOptions {
  /** The container, e.g. GTM-ABC1234 */
  gtm: string
  /** Where the kit's classic script is served; default /tagwright/kit.js */
  kitPath?: string
  /** For a Content Security Policy with nonces: put on every script of ours */
  nonce?: string
  /** The frame for browsers without JavaScript: it loads Tag Manager whatever the visitor wants, so basic mode leaves it out */
  noscript?: boolean
  activate?: Activation
  /** Where the script that starts Tag Manager is served (`startScript`), for a Content Security Policy that allows nothing inline; default: it stands in the page */
  startPath?: string
}

export const defaultKitPath = "/tagwright/kit.js"
export const defaultStartPath = "/tagwright/start.js"

const attribute = (value: string): string => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")

/** What stands first in `<head>`: the kit, which sets the consent default at once, then Tag Manager's ordinary snippet. */
export const headSnippet = (options: SnippetOptions): string => {
  const nonce = options.nonce === undefined ? "" : ` nonce="${attribute(options.nonce)}"`
  const start = options.startPath === undefined ? `<script${nonce}>${startScript(options)}</script>` : `<script src="${attribute(options.startPath)}"${nonce}></script>`
  return `<script src="${attribute(options.kitPath ?? defaultKitPath)}"${nonce}></script>\n${start}`
}

/** The script that starts Tag Manager. */
export const startScript = ({ gtm, activate = "immediate" }: Pick<SnippetOptions, "gtm" | "activate">): string => later[activate](load(gtm))

/** What stands first in `<body>`, for browsers without JavaScript. */
export const bodySnippet = ({ gtm }: Pick<SnippetOptions, "gtm">): string =>
  `<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=${attribute(gtm)}" height="0" width="0" hidden></iframe></noscript>`

/**
 * Starts Tag Manager: the same three steps as its own install snippet (Tag Manager help, "Install a web container").
 * Only where the kit runs: without the consent default, Tag Manager takes every consent for granted.
 */
const load = (gtm: string): string =>
  `(function(w,d){if(!w.tagwright)return;w.dataLayer.push({"gtm.start":Date.now(),event:"gtm.js"});` +
  `var s=d.createElement("script"),n=d.querySelector("script[nonce]");s.async=true;s.src="https://www.googletagmanager.com/gtm.js?id="+${code(gtm)};` +
  `if(n)s.nonce=n.nonce;d.head.appendChild(s)})(window,document);`

const later: Record<Activation, (run: string) => string> = {
  immediate: (run) => run,
  idle: (run) => `addEventListener("load",function(){(window.requestIdleCallback||setTimeout)(function(){${run}})});`,
  interaction: (run) =>
    `(function(t){function g(){t.forEach(function(e){removeEventListener(e,g,true)});${run}}t.forEach(function(e){addEventListener(e,g,true)})})(["pointerdown","keydown","scroll"]);`,
  consent: (run) => `(function(){function g(){${run}}if(window.tagwright&&tagwright.consent.choice())g();else addEventListener("tagwright:choice",g,{once:true})})();`,
}

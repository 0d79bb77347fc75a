import { Fault, type ContainerExport } from "@tagwright/formats"
import { compile, gtmJs, type Feed, type GtmJsOptions } from "@tagwright/gtm"
import { defineCommand, type Io } from "../command.ts"
import { startDebugServer } from "../preview/debug/debug-server.ts"
import { createFeedStore } from "../preview/debug/feed-store.ts"
import { startSiteProxy } from "../preview/debug/site-proxy.ts"
import { openSite } from "../preview/debug/site-source.ts"
import { readContainerFile } from "../read-container-file.ts"

export const command = defineCommand({
  summary: "Watch a container work beside any site, live and without Google: tags, reasons, variables, data layer, consent, requests.",
  usage: 'gtm preview --site URL|DIR|"COMMAND" --container FILE [--container FILE…] [--port N]',
  examples: [
    "tagwright gtm preview --site _site --container GTM-XXXX_v7.json",
    "tagwright gtm preview --site http://localhost:8080 --container web.json --inject --region DE",
    'tagwright gtm preview --site "npm run dev" --container web.json --allow https://cdn.example',
  ],
  options: {
    site: { type: "string" }, container: { type: "string", multiple: true }, port: { type: "string" }, inject: { type: "boolean" }, region: { type: "string" },
    environment: { type: "string" }, live: { type: "boolean" }, online: { type: "boolean" }, allow: { type: "string", multiple: true },
  },
  describe: {
    site: "the site: an address, a folder of built pages, or a command that starts it and prints its address",
    container: "an export; a page's gtm.js is answered by the one with its id, or by the only one",
    port: "the site's port, the debug page takes the next; without it any free ones",
    inject: "put the first container's snippet into every page: for a site without one",
    region: "the visitor's country or subdivision, e.g. DE or US-CA",
    environment: "name of the environment the container is served for",
    live: "behave as published: tags for published versions only fire, Debug Mode is false",
    online: "let requests leave as they would; without it nothing leaves this machine",
    allow: "a host the site itself needs, e.g. its CDN; may be given several times",
  },
  async run({ values, io }) {
    const { site: named, container: files = [] } = values
    if (named === undefined || files.length === 0) throw new Fault("caller", "gtm preview needs --site and --container", "e.g. tagwright gtm preview --site _site --container GTM-XXXX_v7.json")
    const port = portOf(values.port)
    const containers = await Promise.all(files.map((file) => readContainerFile(file, io.cwd)))
    const site = await openSite(named, io)
    const store = createFeedStore()
    const about = containers.map(describe)
    const served = await startSiteProxy({
      site, port, store, inject: values.inject === true ? about[0]?.publicId : undefined, online: values.online === true, allow: values.allow ?? [],
      gtmJs: answers(containers, {
        preview: values.live !== true, ...(values.region === undefined ? {} : { region: values.region }), ...(values.environment === undefined ? {} : { environment: values.environment }),
      }),
    })
    const debug = await startDebugServer(store, { site: `${served.url}/`, containers: about }, port === 0 ? 0 : port + 1)
    io.out(values.json === true ? `${JSON.stringify({ site: `${served.url}/`, preview: `${debug.url}/` })}\n` : `preview: ${debug.url}/\nsite:    ${served.url}/\nCtrl-C ends it.\n`)
    await ended(io)
    await Promise.all([served.close(), debug.close()])
    site.close()
    return 0
  },
})

const idOf = (container: ContainerExport): string => compile(container).publicId

/** The container a page asks for: the one of that id, or the only one under whatever id the page has. */
const answers = (containers: readonly ContainerExport[], options: GtmJsOptions) => async (publicId: string, dataLayerName: string): Promise<string | undefined> => {
  const [only] = containers
  const found = containers.find((one) => idOf(one) === publicId) ?? (containers.length === 1 ? only : undefined)
  return found === undefined ? undefined : gtmJs(found, { ...options, publicId, dataLayerName })
}

const describe = (container: ContainerExport): Feed["containers"][number] => {
  const { publicId, version, tags, unsupported } = compile(container)
  return {
    publicId, version, name: container.containerVersion.container?.name ?? "", tags: Object.fromEntries(tags.map(({ name, type }) => [name, { type }])),
    findings: unsupported.map(({ entity, name, reason }) => `${entity} "${name}" ${reason}`),
  }
}

const ended = (io: Io): Promise<void> =>
  new Promise((done) => (io.signal.aborted ? done() : io.signal.addEventListener("abort", () => done(), { once: true })))

/** The debug page takes the port after the site's. */
const MOST_PORT = 65_534
const portOf = (text: string | undefined): number => {
  const port = text === undefined ? 0 : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > MOST_PORT) throw new Fault("caller", `--port ${text} is not a port`, `Give a number from 1 to ${MOST_PORT}`)
  return port
}

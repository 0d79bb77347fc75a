import type { Generator } from "./detect.ts"

/** The configuration with our plugin in it; undefined when its shape is not one we can edit safely. Already there: unchanged. */
export const withPlugin = (generator: Generator, text: string): string | undefined => (text.includes("@tagwright/") ? text : edits[generator](text))

/** What a site without a configuration gets. */
export const freshConfig: Record<Generator, { file: string; text: string }> = {
  eleventy: {
    file: "eleventy.config.mjs",
    text: `import tagwright from "@tagwright/eleventy"\n\nexport default function (eleventyConfig) {\n  eleventyConfig.addPlugin(tagwright)\n}\n`,
  },
  vite: { file: "vite.config.mjs", text: `import { tagwright } from "@tagwright/vite"\nimport { defineConfig } from "vite"\n\nexport default defineConfig({\n  plugins: [tagwright()],\n})\n` },
}

/** For a configuration that we cannot edit: what a person adds. */
export const byHand: Record<Generator, string> = {
  eleventy: `import tagwright from "@tagwright/eleventy"   and, inside the configuration function:   eleventyConfig.addPlugin(tagwright)`,
  vite: `import { tagwright } from "@tagwright/vite"   and:   plugins: [tagwright()]`,
}

const lines = { eleventy: `import tagwright from "@tagwright/eleventy"\n`, vite: `import { tagwright } from "@tagwright/vite"\n` }

/** `export default function (config) {`, `export default async (config) => {`, with or without a name. */
const ESM_FUNCTION = /export default\s+(?:async\s+)?(?:function\s*\w*\s*\(\s*(\w+)[^)]*\)|\(?\s*(\w+)\s*\)?\s*=>)\s*\{/
const CJS_FUNCTION = /module\.exports\s*=\s*(?:async\s+)?(?:function\s*\w*\s*\(\s*(\w+)[^)]*\)|\(?\s*(\w+)\s*\)?\s*=>)\s*\{/

const insertAfter = (text: string, found: RegExpExecArray, addition: string): string => {
  const end = found.index + found[0].length
  return `${text.slice(0, end)}${addition}${text.slice(end)}`
}

/** As the list is written: a line of its own where the others have one. */
const firstOfList = (rest: string): string => {
  if (/^\s*\]/.test(rest)) return "tagwright()"
  const indent = /^\n\s+/.exec(rest)
  return indent ? `${indent[0]}tagwright(),` : "tagwright(), "
}

const edits: Record<Generator, (text: string) => string | undefined> = {
  eleventy: (text) => {
    const esm = ESM_FUNCTION.exec(text)
    if (esm) return lines.eleventy + insertAfter(text, esm, `\n  ${esm[1] ?? esm[2]}.addPlugin(tagwright)`)
    const cjs = CJS_FUNCTION.exec(text)
    if (!cjs) return undefined
    const name = cjs[1] ?? cjs[2]
    // A CommonJS configuration cannot import our module synchronously on every Node; Eleventy waits for an async one.
    const asynchronous = /=\s*async/.test(cjs[0]) ? cjs[0] : cjs[0].replace(/=\s*/, "= async ")
    return text.replace(cjs[0], () => `${asynchronous}\n  ${name}.addPlugin((await import("@tagwright/eleventy")).default)`)
  },
  vite: (text) => {
    const plugins = /plugins\s*:\s*\[/.exec(text)
    if (plugins) return lines.vite + insertAfter(text, plugins, firstOfList(text.slice(plugins.index + plugins[0].length)))
    const config = /(?:defineConfig\(\s*|export default\s*)\{/.exec(text)
    return config ? lines.vite + insertAfter(text, config, "\n  plugins: [tagwright()],") : undefined
  },
}

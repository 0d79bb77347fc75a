#!/usr/bin/env node
// Plain JavaScript, so that an old Node gets a sentence instead of a syntax error.
const [major] = process.versions.node.split(".").map(Number)
if (major < 24) {
  console.error(`tagwright: needs Node 24 or later, this is ${process.versions.node}. Install the npm package "node@24" beside it, or a newer Node.`)
  process.exit(2)
}
// Compiled code is kept between calls: starting takes half the time. Our threads, and the programs we start, learn of it by the variable only.
const { enableCompileCache, getCompileCacheDir } = await import("node:module")
const { dirname } = await import("node:path")
enableCompileCache()
const kept = getCompileCacheDir()
if (kept !== undefined) process.env.NODE_COMPILE_CACHE ??= dirname(kept)
const { main } = await import("../src/cli.ts")
process.exitCode = await main(process.argv.slice(2))
// A connection that somebody forgot to close must not keep a finished command alive.
setTimeout(() => process.exit(), 1000).unref()

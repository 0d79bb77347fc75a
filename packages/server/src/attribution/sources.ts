/**
 * Sites by kind, for the channel rules. Public knowledge, the ones that matter in practice; Google publishes some 800.
 * A source counts by its name or as a host: `google`, `www.google.de`, `l.instagram.com`.
 */
export const sources = {
  search: "google bing yahoo duckduckgo ecosia baidu yandex qwant startpage naver seznam brave ask aol sogou",
  social: "facebook fb instagram linkedin lnkd twitter x t.co tiktok pinterest reddit snapchat threads mastodon bluesky bsky xing tumblr quora vk whatsapp telegram",
  video: "youtube youtu.be vimeo twitch dailymotion wistia",
  shopping: "amazon ebay etsy idealo shopping.google shopify shopzilla alibaba aliexpress walmart",
  assistant: "chatgpt openai gemini perplexity copilot claude deepseek grok mistral",
} as const
export type SourceKind = keyof typeof sources

const names = Object.fromEntries(Object.entries(sources).map(([kind, list]) => [kind, new Set(list.split(" "))]))

/** Labels of a host, and neighbours joined, so that `t.co` and `shopping.google` are found. */
const partsOf = (source: string): string[] => {
  const labels = source.toLowerCase().split(".")
  return [source.toLowerCase(), ...labels, ...labels.map((label, index) => `${label}.${labels[index + 1] ?? ""}`)]
}
export const isKind = (source: string, kind: SourceKind): boolean => partsOf(source).some((part) => names[kind]?.has(part) === true)

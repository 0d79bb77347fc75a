export { debugFiles } from "./files.ts"
export { isFeedItem } from "./feed.ts"
export type { Feed, FeedItem, SentRequest } from "./feed.ts"
export { recorderScript } from "./recorder.ts"

/** A path as pages are known by: the trailing slash and the index file make no difference. */
export const normalPath = (path: string): string => path.replace(/(\/(index)?)?(\.html)?\/?$/, "")

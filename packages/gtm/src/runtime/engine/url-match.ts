/** The form in which "URL matches" compares: protocol, host without www, port, path, lower case, no trailing slash (fact B3). */
export const normaliseUrl = (text: string): string => {
  const url = URL.parse(text)
  if (url === null) return text.toLowerCase().replace(/\/$/, "")
  const standard = (url.protocol === "https:" && url.port === "443") || (url.protocol === "http:" && url.port === "80")
  const implied = url.protocol === "https:" ? "443" : "80"
  const port = standard || url.port === "" ? implied : url.port
  // http on 80 and https on 443 are the same place.
  const scheme = (url.protocol === "http:" && port === "80") || (url.protocol === "https:" && port === "443") ? "" : `${url.protocol}${port}`
  return `${scheme}//${url.hostname.replace(/^www\./, "")}${url.pathname}`.toLowerCase().replace(/\/$/, "")
}

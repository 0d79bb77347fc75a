/** The cookies of one page in Node: name and value, with expiry; domain and path are taken as fitting. */
export class CookieJar {
  private readonly jar = new Map<string, string>()
  private readonly now: () => number

  constructor(initial: Record<string, string>, now: () => number) {
    this.now = now
    for (const [name, value] of Object.entries(initial)) this.jar.set(name, value)
  }

  read(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ")
  }

  write(cookie: string): void {
    const [pair = "", ...attributes] = cookie.split(";").map((part) => part.trim())
    const cut = pair.indexOf("=")
    if (cut < 1) return
    const name = pair.slice(0, cut)
    if (this.isExpired(attributes)) this.jar.delete(name)
    else this.jar.set(name, pair.slice(cut + 1))
  }

  private isExpired(attributes: string[]): boolean {
    const value = (name: string): string | undefined =>
      attributes.find((attribute) => attribute.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
    const maxAge = value("max-age")
    if (maxAge !== undefined) return Number(maxAge) <= 0
    const expires = value("expires")
    return expires !== undefined && Date.parse(expires) <= this.now()
  }
}

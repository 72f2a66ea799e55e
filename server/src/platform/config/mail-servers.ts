// The mail servers of an installation, as its setting names them: one or several, the first one preferred.
type Named = { name: string; url: string; connections: number; perSecond?: number }

/**
 * `smtp://user:secret@relay-1.example:587?rate=200&connections=20 smtp://relay-2.example`: separated by spaces, each with its most mails per second and its
 * connections, where they differ from the usual. A provider is known by its host and port, without who signs in there.
 */
export function mailServers(urls: string, connections: number): Named[] {
  const found = urls
    .split(/\s+/)
    .filter(Boolean)
    .map((text) => {
      const url = new URL(text)
      const [rate, lanes] = [url.searchParams.get('rate'), url.searchParams.get('connections')].map(Number)
      url.searchParams.delete('rate')
      url.searchParams.delete('connections')
      return { name: url.host, url: String(url), connections: lanes || connections, ...(rate ? { perSecond: rate } : {}) }
    })
  return found.map((each, nth) => (found.findIndex(({ name }) => name === each.name) === nth ? each : { ...each, name: `${each.name} (${nth + 1})` }))
}

/** What is wrong with the setting; undefined where nothing is. */
export function wrongMailServers(urls: string): string | undefined {
  for (const text of urls.split(/\s+/).filter(Boolean)) {
    if (!/^smtps?:\/\//.test(text)) return 'must begin with smtp:// or smtps://'
    const url = URL.parse(text)
    if (!url?.hostname) return 'must name a server, such as smtp://relay.example:587'
    for (const [name, most] of [
      ['rate', 100_000],
      ['connections', 200],
    ] as const) {
      const given = url.searchParams.get(name)
      if (given !== null && !(Number(given) >= 1 && Number(given) <= most)) return `knows ${name} from 1 to ${most}, not ${given}`
    }
  }
  return undefined
}

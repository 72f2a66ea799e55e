// Who carries texts, as the setting names them: one or several, the first one preferred.
export type TextProvider = { name: string; kind: 'twilio' | 'vonage' | 'http'; url: URL; connections: number; perSecond?: number }
const kinds: Record<string, TextProvider['kind']> = { 'twilio:': 'twilio', 'vonage:': 'vonage', 'text+https:': 'http', 'text+http:': 'http' }
const most = { rate: 1_000, connections: 50 }

/**
 * `twilio://SID:TOKEN@api.twilio.com?from=%2B15550100&rate=10 vonage://KEY:SECRET@rest.nexmo.com?from=Acme text+https://:TOKEN@gateway.example/messages?from=Acme`:
 * separated by spaces, each with its most texts per second and its connections where they differ from the usual (1 and 5). Known by its host, or by ?name=….
 */
export function textProviders(urls: string): TextProvider[] {
  const found = urls
    .split(/\s+/)
    .filter(Boolean)
    .map((text): TextProvider => {
      const url = new URL(text)
      const [rate, connections] = ['rate', 'connections'].map((name) => Number(url.searchParams.get(name)))
      return {
        name: url.searchParams.get('name') ?? url.host,
        kind: kinds[url.protocol] as TextProvider['kind'],
        url,
        connections: connections || 5,
        perSecond: rate || 1,
      }
    })
  return found.map((each, nth) => (found.findIndex(({ name }) => name === each.name) === nth ? each : { ...each, name: `${each.name} (${nth + 1})` }))
}

/** What is wrong with the setting; undefined where nothing is. */
export function wrongTextProviders(urls: string): string | undefined {
  for (const text of urls.split(/\s+/).filter(Boolean)) {
    const url = URL.parse(text)
    const kind = url && kinds[url.protocol]
    if (!url?.hostname || !kind) return 'must begin with twilio://, vonage:// or text+https:// and name a host'
    if (kind !== 'http' && !(url.username && url.password)) return `must hold who signs in, such as ${url.protocol}//key:secret@${url.host}`
    if (kind !== 'http' && !url.searchParams.get('from') && !url.searchParams.get('service')) return 'must name a sender, such as ?from=%2B15550100'
    if (url.searchParams.get('name') === 'practice') return 'cannot be called practice: that is who carries exercises'
    for (const [name, largest] of Object.entries(most)) {
      const given = url.searchParams.get(name)
      if (given !== null && !(Number(given) >= 1 && Number(given) <= largest)) return `knows ${name} from 1 to ${largest}, not ${given}`
    }
  }
  return undefined
}

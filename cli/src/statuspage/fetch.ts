// Reads another status page through the API that it shows to everybody; nothing is asked that its own visitors could not see.
export type StatusPage = { components: unknown[]; incidents: unknown[]; maintenances: unknown[] }
type Ask = (path: string) => Promise<unknown>

/**
 * The public API tells the newest fifty. What is older stands in its history, month by month, where the page has one; each of those is asked for by itself.
 * @param say how far it is
 */
export async function fetchStatusPage(url: string, say: (line: string) => void, ask: Ask = asker(url)): Promise<StatusPage> {
  const must = async (path: string, key: string) => listIn(await ask(path), key) ?? nothing(url)
  const components = await must('/api/v2/components.json', 'components')
  const incidents = await must('/api/v2/incidents.json', 'incidents')
  const maintenances = listIn(await ask('/api/v2/scheduled-maintenances.json'), 'scheduled_maintenances') ?? []
  const known = new Set([...incidents, ...maintenances].map(idOf))
  const codes = (await history(ask)).filter((code) => !known.has(code))
  for (const [i, code] of codes.entries()) {
    const one = await ask(`/incidents/${encodeURIComponent(code)}.json`)
    const incident = (one as { incident?: unknown } | undefined)?.incident ?? one
    if (incident && idOf(incident)) ((incident as { scheduled_for?: unknown }).scheduled_for ? maintenances : incidents).push(incident)
    if (i % 10 === 9) say(`${i + 1} of ${codes.length} older ones`)
  }
  return { components, incidents, maintenances }
}

const nothing = (url: string): never => {
  throw new Error(`${url} does not answer like a Statuspage: there is nothing at /api/v2. Give the address of the page itself, or a file.`)
}
const idOf = (thing: unknown): string => String((thing as { id?: unknown } | null)?.id ?? '')
const listIn = (answer: unknown, key: string): unknown[] | undefined => {
  const list = (answer as Record<string, unknown> | undefined)?.[key]
  return Array.isArray(list) ? list : undefined
}

const mostPages = 60
/** Codes of older incidents, the newest first; none where the page has no such history. */
async function history(ask: Ask): Promise<string[]> {
  const codes: string[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const months = listIn(await ask(`/history.json?page=${page}`), 'months')
    const found = (months ?? []).flatMap((month) => (listIn(month, 'incidents') ?? []).map((each) => String((each as { code?: unknown }).code ?? '')))
    if (!months || months.length === 0) break
    codes.push(...found.filter((code) => /^[\w-]{1,40}$/.test(code) && !codes.includes(code)))
  }
  return codes
}

const mostBytes = 50_000_000
/** Patient for ten seconds; undefined where nothing is there. */
const asker =
  (url: string): Ask =>
  async (path) => {
    const answer = await fetch(new URL(path.slice(1), url.endsWith('/') ? url : `${url}/`), {
      signal: AbortSignal.timeout(10_000),
      headers: { accept: 'application/json' },
    }).catch((error: Error) => {
      throw new Error(`${url} does not answer (${(error.cause as Error)?.message ?? error.message}).`)
    })
    if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > mostBytes) return undefined
    return answer.json().catch(() => undefined)
  }

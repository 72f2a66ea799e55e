// Calls to a running Leeward, with the key that its own machine keeps for the command line, or LEEWARD_API_KEY.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readConfig } from '../../server/src/platform/config/config.ts'

export function connection() {
  const config = readConfig(process.env)
  const file = join(resolve(config.dataDir), 'cli.key')
  const key = process.env.LEEWARD_API_KEY ?? readOr(file)
  if (!key) throw new Error('No API key. Start Leeward once on this machine, or set LEEWARD_API_KEY (an administrator makes one with: leeward key NAME).')
  return { url: process.env.LEEWARD_URL ?? config.consoleUrl, key }
}

const readOr = (file: string) => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** One call; a problem document becomes an error that says what to do. */
export async function call<T>(path: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<T> {
  const { url, key } = connection()
  const headers = { authorization: `Bearer ${key}`, ...(typeof init.body === 'string' ? { 'content-type': 'application/json' } : {}), ...init.headers }
  const answer = await fetch(`${url}${path}`, { ...init, headers }).catch((error: Error) => {
    throw new Error(`Leeward does not answer at ${url} (${(error.cause as Error)?.message ?? error.message}). Is it running?`)
  })
  const body = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error((body as { detail?: string }).detail ?? `answered ${answer.status}`)
  return body as T
}

/** The id of a crisis that is named by its id or by its number. */
export async function crisisId(crisis: string): Promise<string> {
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(crisis)) return crisis
  const { items } = await call<{ items: { id: string }[] }>(`/api/crises?number=${encodeURIComponent(crisis)}`)
  if (!items[0]) throw new Error(`There is no crisis ${crisis}.`)
  return items[0].id
}

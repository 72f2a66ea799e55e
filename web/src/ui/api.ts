// One way to the server: JSON in, JSON out, every refusal a Problem.
import { t } from '../strings/t.ts'
import { Problem } from './problem.ts'

type Sent = { body?: unknown; key?: string; signal?: AbortSignal }
type Method = 'GET' | 'POST' | 'PUT'

let onSignedOut = () => {}
/** Called whenever the server says that nobody is signed in. */
export const whenSignedOut = (then: () => void) => {
  onSignedOut = then
}

export async function request<Answer>(method: Method, path: string, { body, key, signal }: Sent = {}): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' }
  // A file goes as it is, as what it says it is.
  const file = body instanceof Blob ? body : undefined
  if (method !== 'GET') headers['content-type'] = file ? file.type : 'application/json'
  if (key) headers['idempotency-key'] = key
  const answer = await fetch(path, { method, headers, signal: signal ?? null, body: method === 'GET' ? null : (file ?? JSON.stringify(body ?? {})) }).catch(
    (error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new Problem(0, t('problem.unreachable.title'), t('problem.unreachable.detail'))
    },
  )
  if (!answer.ok) throw await problemOf(answer, path)
  const text = await answer.text()
  return (text === '' ? undefined : JSON.parse(text)) as Answer
}

export const get = <Answer>(path: string, signal?: AbortSignal) => request<Answer>('GET', path, signal ? { signal } : {})

/** Sends a file under a content type of ours: what a browser takes it for depends on the machine. */
export const upload = <Answer>(path: string, file: Blob, type: string) => request<Answer>('POST', path, { body: new Blob([file], { type }), key: randomId() })

/** What a refused answer says. */
export async function problemOf(answer: Response, path: string): Promise<Problem> {
  if (answer.status === 401 && !path.startsWith('/api/auth/')) onSignedOut()
  const said = (await answer.json().catch(() => ({}))) as {
    type?: string
    title?: string
    detail?: string
    message?: string
    errors?: { path: string; message: string }[]
  }
  return new Problem(
    answer.status,
    said.title ?? t('problem.failed.title'),
    said.detail ?? said.message ?? t('problem.failed.detail', { status: answer.status }),
    said.errors,
    said.type?.split(':').at(-1),
  )
}

/** `?a=1&b=2` of what is set. */
export function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const given = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => [name, String(value)])
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}

/** A random id; `crypto.randomUUID` exists on secure origins only, and a self-hosted console may run on plain http. */
export function randomId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

// Slack on loopback, for tests and practice: webhooks, chat.postMessage and the reading of channels, refusing what Slack refuses.
import { type Asked, type Fault, type Reply, startFakeService } from '@leeward/channel/fake-service'

export type Received = { by: 'webhook' | 'token'; channel: string; ts: string; thread?: string; payload: Record<string, unknown> }
export type FakeSlack = {
  url: string
  /** For createSlack. */
  api: string
  webhookUrl: string
  /** A webhook that was taken back. */
  revokedUrl: string
  token: string
  channel: string
  archived: string
  received: Received[]
  faults: (next: Fault[]) => void
  close: () => Promise<void>
}

const token = 'xoxb-fake'
const channel = 'C0000000001'
const archived = 'C0000000002'

export async function startFakeSlack(): Promise<FakeSlack> {
  const received: Received[] = []
  const keep = (by: Received['by'], at: string, payload: Record<string, unknown>): string => {
    const ts = `${Math.floor(Date.now() / 1_000)}.${String(received.length + 1).padStart(6, '0')}`
    received.push({ by, channel: at, ts, payload, ...(typeof payload.thread_ts === 'string' ? { thread: payload.thread_ts } : {}) })
    return ts
  }
  const answer = (asked: Asked): Reply => {
    if (asked.path.startsWith('/services/')) return hook(asked, (payload) => keep('webhook', channel, payload))
    if (asked.path.startsWith('/api/')) return api(asked, received, (at, payload) => keep('token', at, payload))
    return { status: 404, body: 'not found' }
  }
  const service = await startFakeService(answer, ({ path }) => (path.startsWith('/api/') ? '{"ok":false,"error":"ratelimited"}' : 'rate_limited'))
  const { url } = service
  return {
    ...service,
    api: `${url}/api/`,
    webhookUrl: `${url}/services/T1/B1/right`,
    revokedUrl: `${url}/services/T1/B2/taken-back`,
    token,
    channel,
    archived,
    received,
  }
}

function hook({ path, body }: Asked, keep: (payload: Record<string, unknown>) => void): Reply {
  if (path !== '/services/T1/B1/right') return { status: 404, body: 'no_service' }
  const payload = parsed(body)
  if (!payload) return { status: 400, body: 'invalid_payload' }
  const wrong = wrongWith(payload)
  if (wrong) return { status: 400, body: wrong }
  keep(payload)
  return { status: 200, body: 'ok' }
}

function api({ method, path, query, headers, body }: Asked, received: Received[], keep: (at: string, payload: Record<string, unknown>) => string): Reply {
  const shown = headers.authorization
  if (!shown) return refused('not_authed')
  if (shown !== `Bearer ${token}`) return refused('invalid_auth')
  if (path === '/api/chat.postMessage' && method === 'POST') {
    if (!headers['content-type']?.startsWith('application/json')) return refused('invalid_post_type')
    const payload = parsed(body)
    if (!payload) return refused('invalid_json')
    if (payload.channel === archived) return refused('is_archived')
    if (payload.channel !== channel) return refused('channel_not_found')
    const wrong = wrongWith(payload)
    return wrong ? refused(wrong) : ok({ channel, ts: keep(channel, payload) })
  }
  const replies = path === '/api/conversations.replies'
  if (!replies && path !== '/api/conversations.history') return refused('unknown_method')
  if (query.get('channel') !== channel) return refused('channel_not_found')
  const posts = received
    .filter((each) => each.by === 'token' && (replies ? [each.thread, each.ts].includes(query.get('ts') ?? '') : !each.thread))
    .filter(({ ts }) => Number(ts) >= Number(query.get('oldest') ?? 0))
  const listed = replies ? posts : posts.toReversed()
  const from = Number(query.get('cursor') ?? 0)
  const limit = Number(query.get('limit') ?? 100)
  const messages = listed.slice(from, from + limit).map(({ ts, payload }) => ({
    type: 'message',
    ts,
    text: payload.text,
    ...(query.get('include_all_metadata') === 'true' ? { metadata: payload.metadata } : {}),
  }))
  return ok({ messages, response_metadata: { next_cursor: from + limit < listed.length ? String(from + limit) : '' } })
}

const ok = (more: object): Reply => ({ status: 200, body: JSON.stringify({ ok: true, ...more }) })
const refused = (error: string): Reply => ({ status: 200, body: JSON.stringify({ ok: false, error }) })

function parsed(body: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** As Slack documents it: https://docs.slack.dev/reference/block-kit/blocks; all blocks together as developers measured it. */
function wrongWith({ text, blocks, metadata }: Record<string, unknown>): string | undefined {
  if (!text && !blocks) return 'no_text'
  if (typeof text === 'string' && text.length > 40_000) return 'msg_too_long'
  if (blocks !== undefined) {
    if (!Array.isArray(blocks) || blocks.length > 50 || !blocks.every(isBlock)) return 'invalid_blocks'
    if (JSON.stringify(blocks).length > 12_000) return 'msg_blocks_too_long'
  }
  const { event_type, event_payload } = (metadata ?? {}) as Record<string, unknown>
  if (metadata !== undefined && (typeof event_type !== 'string' || typeof event_payload !== 'object')) return 'invalid_metadata_format'
  return undefined
}

type Given = { type?: string; text?: GivenText; fields?: GivenText[]; elements?: GivenText[] }
type GivenText = { type?: string; text?: string }
const isText = (given: GivenText | undefined, most: number, types = ['plain_text', 'mrkdwn']): boolean =>
  types.includes(given?.type ?? '') && typeof given?.text === 'string' && given.text.length > 0 && given.text.length <= most

function isBlock({ type, text, fields, elements }: Given): boolean {
  if (type === 'divider') return true
  if (type === 'header') return isText(text, 150, ['plain_text'])
  if (type === 'context') return Array.isArray(elements) && elements.length > 0 && elements.length <= 10 && elements.every((each) => isText(each, 3_000))
  if (type !== 'section') return false
  if (fields && (fields.length > 10 || !fields.every((each) => isText(each, 2_000)))) return false
  return text ? isText(text, 3_000) : Boolean(fields)
}

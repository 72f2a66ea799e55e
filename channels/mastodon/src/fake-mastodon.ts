// An instance of Mastodon on loopback, for tests: statuses, their limits, keys that count once, threads, refusing what a real one refuses.
import { type Asked, type Fault, type Reply, startFakeService } from '@leeward/channel/fake-service'
import { createFakeMentions, type FakeMentions } from './fake-mentions.ts'
import { lengthOf } from './mastodon-post.ts'

export type Status = { id: string; text: string; language: string; visibility: string; replyTo: string | null; key: string | null }
export type FakeMastodon = Pick<FakeMentions, 'say' | 'edit'> & {
  url: string
  handle: string
  /** With all scopes; `readsNothing` may only write. `revoke` ends both. */
  token: string
  readsNothing: string
  revoke: () => void
  statuses: Status[]
  remove: (id: string) => void
  /** Keys are forgotten after an hour. */
  forgetKeys: () => void
  limit: (most: number) => void
  faults: (next: Fault[]) => void
  close: () => Promise<void>
}

const [token, readsNothing] = ['fake-token-0123456789abcdef', 'write-only-0123456789abcdef']

export async function startFakeMastodon(): Promise<FakeMastodon> {
  const statuses: Status[] = []
  const keys = new Map<string, Status>()
  let most = 500
  let revoked = false
  let count = 100_000
  const nextId = () => {
    count += 1
    return String(count)
  }
  const mentions = createFakeMentions(nextId, statuses)
  const answer = ({ method, path, query, headers, body }: Asked): Reply => {
    if (path === '/api/v2/instance') return ok({ domain: 'fake', configuration: { statuses: { max_characters: most, characters_reserved_per_url: 23 } } })
    const shown = headers.authorization
    if (revoked || (shown !== `Bearer ${token}` && shown !== `Bearer ${readsNothing}`)) return refused(401, 'The access token is invalid')
    if (path === '/api/v1/statuses' && method === 'POST') {
      const key = headers['idempotency-key']
      const before = typeof key === 'string' ? keys.get(key) : undefined
      if (before) return ok(viewOf(before))
      if (!headers['content-type']?.startsWith('application/json')) return refused(422, 'Validation failed: Text can’t be blank')
      const given = read(body)
      const wrong = wrongWith(given, [...statuses, ...mentions.said], most, mentions.known)
      if (wrong) return wrong
      const { status, language, visibility, in_reply_to_id: replyTo = null } = given as Record<string, string>
      const made: Status = {
        id: nextId(),
        text: status as string,
        language: language as string,
        visibility: visibility as string,
        replyTo,
        key: typeof key === 'string' ? key : null,
      }
      statuses.push(made)
      if (made.key) keys.set(made.key, made)
      return ok(viewOf(made))
    }
    if (shown === `Bearer ${readsNothing}`) return refused(403, 'This action is outside the authorized scopes')
    if (path === '/api/v1/accounts/verify_credentials') return ok({ id: '7', username: 'acme', acct: 'acme' })
    if (method === 'GET' && path === '/api/v1/notifications') return ok(mentions.notifications(query))
    const one = /^\/api\/v1\/statuses\/([^/]+)$/.exec(path)
    if (one) return (({ found }) => (found ? ok(found) : refused(404, 'Record not found')))({ found: mentions.one(String(one[1])) })
    const context = /^\/api\/v1\/statuses\/([^/]+)\/context$/.exec(path)
    if (context) return (({ found }) => (found ? ok(found) : refused(404, 'Record not found')))({ found: mentions.contextOf(String(context[1]), viewOf) })
    if (path !== '/api/v1/accounts/7/statuses') return refused(404, 'Record not found')
    const newest = statuses.toReversed().filter(({ id }) => Number(id) < Number(query.get('max_id') ?? Number.MAX_SAFE_INTEGER))
    return ok(newest.slice(0, Number(query.get('limit') ?? 20)).map(viewOf))
  }
  const service = await startFakeService(answer, () => JSON.stringify({ error: 'Too many requests' }))
  return {
    ...service,
    handle: '@acme',
    token,
    readsNothing,
    statuses,
    say: mentions.say,
    edit: mentions.edit,
    revoke: () => {
      revoked = true
    },
    remove: (id) => {
      for (const list of [statuses, mentions.said]) {
        const nth = list.findIndex((each) => each.id === id)
        if (nth >= 0) list.splice(nth, 1)
      }
    },
    forgetKeys: () => keys.clear(),
    limit: (next) => {
      most = next
    },
  }
}

function wrongWith(given: Record<string, unknown> | undefined, statuses: { id: string }[], most: number, known: ReadonlySet<string>): Reply | undefined {
  const { status, language, visibility, in_reply_to_id: replyTo, ...odd } = given ?? {}
  if (Object.keys(odd).length > 0) return refused(422, `unknown: ${Object.keys(odd).join()}`)
  if (typeof status !== 'string' || status.trim() === '') return refused(422, 'Validation failed: Text can’t be blank')
  if (!status.isWellFormed()) return refused(400, 'bad encoding')
  // Of a name only what stands before its server counts.
  if (lengthOf(status.replace(/(?<![\p{L}\p{N}_/=])(@\w+)@[\w.-]+\w/gu, '$1')) > most)
    return refused(422, `Validation failed: Text character limit of ${most} exceeded`)
  if (typeof language !== 'string' || !/^[a-z]{2,3}$/.test(language)) return refused(422, 'Validation failed: Language is not included in the list')
  if (!['public', 'unlisted', 'private', 'direct'].includes(String(visibility)))
    return refused(422, 'Validation failed: Visibility is not included in the list')
  if (replyTo !== undefined && !statuses.some(({ id }) => id === replyTo)) return refused(404, 'The post you are trying to reply to does not appear to exist.')
  // Whoever is named is told: only those who wrote to us may be.
  const named = [...status.matchAll(/(?<![\p{L}\p{N}_/=])@([\p{L}\p{N}_]+(?:@[\w.-]+\w)?)/gu)].map(([, name]) => String(name).toLowerCase())
  return named.some((name) => !known.has(name)) ? refused(422, 'the fake tells nobody') : undefined
}

/** As it is shown: paragraphs, links whose scheme and end are hidden, entities. */
const viewOf = ({ id, text, replyTo, visibility }: Status) => ({
  ...{ id, in_reply_to_id: replyTo, content: htmlOf(text), visibility },
  account: { id: '7', username: 'acme', acct: 'acme' },
})
const htmlOf = (text: string): string => {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
  const linked = safe.replace(
    /(https?:\/\/)(\S{1,30})(\S*)/g,
    '<a href="$&" rel="nofollow"><span class="invisible">$1</span><span class="ellipsis">$2</span><span class="invisible">$3</span></a>',
  )
  const called = linked.replace(
    /(?<![\w/=])@(\w+)(@[\w.-]+\w)?/g,
    '<span class="h-card"><a href="https://fake/@$1$2" class="u-url mention">@<span>$1</span></a></span>',
  )
  return `<p>${called.replaceAll('\n\n', '</p><p>').replaceAll('\n', '<br />')}</p>`
}

const ok = (body: object): Reply => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const refused = (code: number, error: string): Reply => ({ status: code, body: JSON.stringify({ error }) })

function read(body: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

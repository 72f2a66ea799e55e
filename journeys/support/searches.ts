// A feed, a Mastodon server and a Bluesky server on loopback that answer as the real ones do: pages, conditions, tokens, limits.
import { type Asked, type FakeService, type Reply, startFakeService } from '@leeward/channel/fake-service'

export type Written = { nth: number; text: string; at: string; by?: string; boost?: boolean }
export type Searches = FakeService & {
  /** What people wrote, the same on both; entries of the feed. */
  posts: Written[]
  entries: string[]
  /** What is taken. */
  token: string
  password: string
  /** Every path that was asked, with its query. */
  asked: string[]
  signedIn: number
}

export async function startSearches(): Promise<Searches> {
  const state = { posts: [] as Written[], entries: [] as string[], token: 'a-token', password: 'abcd-efgh', asked: [] as string[], signedIn: 0 }
  const service = await startFakeService((asked) => {
    state.asked.push(`${asked.path}?${asked.query}`)
    if (asked.path === '/feed') return feed(asked)
    if (asked.path.startsWith('/xrpc/')) return bluesky(asked)
    if (asked.path.startsWith('/api/')) return mastodon(asked)
    return { status: 404 }
  })
  const feed = ({ headers }: Asked): Reply => {
    const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${state.entries.join('')}</channel></rss>`
    const etag = `"${body.length}"`
    return headers['if-none-match'] === etag
      ? { status: 304, headers: { etag } }
      : { status: 200, headers: { etag, 'content-type': 'application/rss+xml' }, body }
  }
  const newest = () => state.posts.toSorted((one, other) => other.nth - one.nth)
  const json = (body: unknown, status = 200): Reply => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  const mastodon = ({ path, query, headers }: Asked): Reply => {
    if (headers.authorization !== undefined && headers.authorization !== `Bearer ${state.token}`) return json({ error: 'The access token is invalid' }, 401)
    const after = query.get('since_id') ?? query.get('min_id')
    const list = newest()
      .filter(({ nth, text }) => nth > Number(after ?? 0) && nth < Number(query.get('max_id') ?? Number.MAX_SAFE_INTEGER) && text.includes('acme'))
      .slice(0, Number(query.get('limit') ?? 20))
      .map((post) => ({
        id: String(post.nth),
        uri: `https://town.example/users/x/statuses/${post.nth}`,
        url: `https://town.example/@x/${post.nth}`,
        created_at: post.at,
        content: `<p>${post.text}</p>`,
        visibility: 'public',
        account: { acct: post.by ?? 'someone@elsewhere.example' },
        reblog: post.boost ? { id: '1' } : null,
      }))
    if (path === '/api/v1/timelines/tag/acme') return json(list)
    if (path !== '/api/v2/search') return json({ error: 'Record not found' }, 404)
    return headers.authorization ? json({ accounts: [], statuses: list, hashtags: [] }) : json({ error: 'This method requires an authenticated user' }, 401)
  }

  const bluesky = ({ path, query, headers, body }: Asked): Reply => {
    if (path === '/xrpc/com.atproto.server.createSession') {
      if (JSON.parse(body.toString()).password !== state.password)
        return json({ error: 'AuthenticationRequired', message: 'Invalid identifier or password' }, 401)
      state.signedIn += 1
      return json({ did: 'did:plc:abcabcabcabcabcabcabcabc', handle: 'acme.example', accessJwt: 'access', refreshJwt: 'refresh' })
    }
    if (path !== '/xrpc/app.bsky.feed.searchPosts') return json({ error: 'MethodNotImplemented', message: 'Method Not Implemented' }, 501)
    if (query.get('q') === 'closed' && headers.authorization !== 'Bearer access') return json({ error: 'AuthMissing', message: 'Authentication Required' }, 401)
    const [since, until] = [query.get('since') ?? '', query.get('until') ?? '9']
    const from = Number(query.get('cursor') ?? 0)
    const all = newest().filter(({ at }) => at >= since && at < until)
    const page = all.slice(from, from + Number(query.get('limit') ?? 25))
    const posts = page.map((post) => ({
      uri: `at://did:plc:abcabcabcabcabcabcabcabc/app.bsky.feed.post/3k${post.nth}`,
      cid: 'bafyreiabc',
      author: { did: 'did:plc:abcabcabcabcabcabcabcabc', handle: post.by ?? 'someone.example' },
      record: { text: post.text, createdAt: post.at },
      indexedAt: post.at,
    }))
    return json({ posts, ...(from + page.length < all.length ? { cursor: String(from + page.length) } : {}) })
  }
  return Object.assign(state, service)
}

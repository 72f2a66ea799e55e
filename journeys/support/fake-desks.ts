// Zendesk and Chatwoot on loopback, as far as we call them: they keep what they are told, and misbehave where a test says so.
import { createServer } from 'node:http'

type Agent = { id: number; name: string; email: string; role: string }
type Comment = { id: number; body: string; mark: string | null; public: boolean }
type Ticket = { comments: Comment[]; priority?: string; tags: Set<string>; status: string; assignee: number | null; until?: number; updatedAt: string }
/** `drop`: done, and hung up before a word. `never`: hung up before anything was done. */
export type Mishap = 'drop' | 'never' | number

/** @param slowMs so long it takes until what is done is said: whoever is killed meanwhile heard nothing */
export async function fakeDesks(slowMs = 0) {
  const tickets = new Map<string, Ticket>()
  const agents: Agent[] = []
  const files = new Map<string, { status: number; content?: Buffer; location?: string; open?: boolean }>()
  const users = new Map<string, { name: string; email: string; organization_id?: string }>()
  const calls: string[] = []
  let [mishaps, next]: [Mishap[], number] = [[], 5_000]
  const ticket = (id: string) => {
    const found = tickets.get(id) ?? { comments: [], tags: new Set<string>(), status: 'open', assignee: null, updatedAt: '0' }
    tickets.set(id, found)
    return found
  }
  const write = (id: string, body: string, mark: string | null, open = true) => {
    const comment = { id: ++next, body, mark, public: open }
    ticket(id).comments.push(comment)
    return comment
  }
  const server = createServer((incoming, response) => {
    let text = ''
    incoming.on('data', (chunk) => {
      text += chunk
    })
    incoming.on('end', () => {
      const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://desk')
      const body = JSON.parse(text || '{}')
      calls.push(`${incoming.method} ${pathname}`)
      const answer = (value: object, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
      const right =
        incoming.headers.api_access_token === 'token' ||
        incoming.headers.authorization === `Basic ${Buffer.from('bot@acme.example/token:token').toString('base64')}`
      const file = files.get(pathname)
      if (file) {
        if (!file.open && !right) return answer({ error: 'sign in' }, 401)
        calls[calls.length - 1] += right ? ' let in' : ''
        return response.writeHead(file.status, { ...(file.location ? { location: file.location } : {}) }).end(file.content)
      }
      if (!right) return answer({ error: "Couldn't authenticate you" }, 401)
      const writes = incoming.method !== 'GET'
      const mishap = writes ? mishaps.shift() : undefined
      if (typeof mishap === 'number') return answer({ error: 'not now' }, mishap)
      if (mishap === 'never') return incoming.socket.destroy()
      const done = (value: object) => {
        if (mishap === 'drop') incoming.socket.destroy()
        else if (slowMs > 0) setTimeout(() => answer(value), slowMs)
        else answer(value)
      }
      const id = /(?:tickets|conversations)\/(\d+)/.exec(pathname)?.[1] ?? searchParams.get('ids') ?? ''
      if (pathname === '/api/v2/users/me.json') return answer({ user: { name: 'Bot', role: 'agent' } })
      if (pathname === '/api/v1/profile') return answer({ name: 'Bot', accounts: [{ id: 1 }] })
      if (pathname === '/api/v2/users/show_many.json')
        return answer({
          users: id.split(',').flatMap((each): object[] => {
            const user = users.get(each)
            return user ? [{ id: Number(each), role: 'end-user', ...user }] : agents.filter((agent) => String(agent.id) === each)
          }),
        })
      if (pathname === '/api/v2/users/search.json') return answer({ users: agents.filter(({ email }) => searchParams.get('query') === `email:${email}`) })
      if (pathname.endsWith('/agents')) return answer(agents)
      if (pathname === '/api/v2/tickets/update_many.json') {
        const { priority, additional_tags: add = [], remove_tags: remove = [] } = body.ticket
        if (priority) ticket(id).priority = priority
        for (const tag of add) ticket(id).tags.add(tag)
        for (const tag of remove) ticket(id).tags.delete(tag)
        return done({ job_status: { id: 'x' } })
      }
      if (pathname.endsWith('/audits.json'))
        return answer({
          audits: ticket(id).comments.map(({ id: comment, mark }) => ({
            metadata: { custom: mark ? { leeward: mark } : {} },
            events: [{ type: 'Comment', id: comment }],
          })),
        })
      if (pathname.startsWith('/api/v2/tickets/')) {
        if (id === '404') return answer({ error: 'RecordNotFound' }, 404)
        const one = ticket(id)
        if (incoming.method === 'GET') return answer({ ticket: { id: Number(id), status: one.status, assignee_id: one.assignee, updated_at: one.updatedAt } })
        const { status, assignee_id: assignee, safe_update: safe, updated_stamp: stamp, comment: said, metadata } = body.ticket
        if (safe && stamp !== one.updatedAt) return answer({ error: 'UpdateConflict' }, 409)
        if (one.status === 'closed') return answer({ error: 'RecordInvalid', description: 'Status: closed prevents ticket update' }, 422)
        one.updatedAt = String(Number(one.updatedAt) + 1)
        if (status) one.status = status
        if (assignee !== undefined) one.assignee = assignee
        if (!said) return done({ ticket: { id: Number(id) } })
        const { id: comment } = write(id, said.body, metadata?.leeward ?? null, said.public)
        return done({ audit: { events: [{ type: 'Comment', id: comment }] } })
      }
      if (pathname.endsWith('/messages')) {
        if (incoming.method === 'GET')
          return answer({
            payload: ticket(id).comments.map((each) => ({
              id: each.id,
              content: each.body,
              message_type: 1,
              private: !each.public,
              created_at: 1_893_574_800,
              content_attributes: { leeward: each.mark },
            })),
          })
        return done({ id: write(id, body.content, body.content_attributes?.leeward ?? null, body.private !== true).id })
      }
      if (pathname.endsWith('/toggle_status')) {
        Object.assign(ticket(id), { status: body.status, until: body.snoozed_until })
        return done({ payload: { success: true } })
      }
      if (pathname.endsWith('/assignments')) {
        ticket(id).assignee = body.assignee_id
        return done(agents.find((agent) => agent.id === body.assignee_id) ?? {})
      }
      if (/\/conversations\/\d+$/.test(pathname))
        return answer({ id: Number(id), status: ticket(id).status, meta: { assignee: ticket(id).assignee === null ? null : { id: ticket(id).assignee } } })
      if (pathname.endsWith('/toggle_priority')) {
        ticket(id).priority = body.priority
        return done({})
      }
      if (pathname.endsWith('/labels')) {
        if (incoming.method === 'POST') ticket(id).tags = new Set(body.labels)
        return done({ payload: [...ticket(id).tags] })
      }
      return answer({ error: 'no such page' }, 404)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    ticket,
    users,
    agents,
    /** By path: what is fetched from there; `open`: without signing in. */
    files,
    calls,
    /** What goes wrong with the next calls that write something, in order. */
    goWrong: (...more: Mishap[]) => {
      mishaps = more
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
export type FakeDesks = Awaited<ReturnType<typeof fakeDesks>>

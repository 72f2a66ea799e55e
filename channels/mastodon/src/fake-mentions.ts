// What others say to an account of the fake instance: notifications and threads, in the shape and the order of a real one.
import type { Status } from './fake-mastodon.ts'

/** `content`: as it is shown, HTML. `account`, `odd`: taken over as they are, so that a test can be hostile. */
export type Said = {
  id: string
  acct: string
  name: string
  content: string
  visibility: string
  replyTo: string | null
  at: string
  bot: boolean
  odd: Record<string, unknown>
}
export type Saying = Partial<Omit<Said, 'id'>> & { acct: string; content: string; type?: string }
export type FakeMentions = ReturnType<typeof createFakeMentions>

export function createFakeMentions(nextId: () => string, ours: Status[]) {
  const said: Said[] = []
  const notes: { id: string; type: string; status: string; at: string }[] = []
  const known = new Set<string>()
  let nth = 0

  /** Somebody writes: who is told of it is this account. @returns the id of the status */
  const say = ({ type = 'mention', acct, content, ...more }: Saying): string => {
    const id = nextId()
    const at = more.at ?? '2030-01-01T09:00:00.000Z'
    said.push({ id, acct, content, name: acct, visibility: 'public', replyTo: null, bot: false, odd: {}, ...more, at })
    known.add(acct.toLowerCase())
    nth += 1
    notes.push({ id: String(34_975_000 + nth), type, status: id, at })
    return id
  }

  const viewOf = ({ id, acct, name, content, visibility, replyTo, at, bot, odd }: Said) => ({
    ...{
      id,
      created_at: at,
      in_reply_to_id: replyTo,
      visibility,
      language: 'en',
      spoiler_text: '',
      content,
      reblog: null,
      edited_at: null,
      media_attachments: [],
    },
    uri: `https://${acct.split('@')[1] ?? 'fake'}/users/${acct.split('@')[0]}/statuses/${id}`,
    url: `https://${acct.split('@')[1] ?? 'fake'}/@${acct.split('@')[0]}/${id}`,
    account: { id: `9${acct.length}`, username: acct.split('@')[0], acct, display_name: name, bot, locked: false },
    mentions: [{ id: '7', username: 'acme', acct: 'acme' }],
    ...odd,
  })

  const one = (id: string) => said.filter((each) => each.id === id).map(viewOf)[0]
  const edit = (id: string, content: string) => {
    const found = said.find((each) => each.id === id)
    if (found) Object.assign(found, { content, odd: { ...found.odd, edited_at: found.at } })
  }

  /** Newest first. `min_id`: those right behind it; `since_id`: the newest down to it. */
  const notifications = (query: URLSearchParams): unknown[] => {
    const [limit, min, since, max] = [Math.min(80, Number(query.get('limit') ?? 40)), query.get('min_id'), query.get('since_id'), query.get('max_id')]
    const types = query.getAll('types[]')
    const found = notes.filter(
      ({ id, type, status }) =>
        (types.length === 0 || types.includes(type)) &&
        Number(id) > Number(min ?? since ?? 0) &&
        (max === null || Number(id) < Number(max)) &&
        said.some((each) => each.id === status),
    )
    const page = min === null ? found.slice(-limit) : found.slice(0, limit)
    return page.toReversed().map(({ id, type, status, at }) => {
      const view = viewOf(said.find((each) => each.id === status) as Said)
      return { id, type, created_at: at, group_key: `ungrouped-${id}`, account: view.account, status: view }
    })
  }

  /** Those before it, the first one first, and those behind it. */
  const contextOf = (id: string, viewOfOurs: (status: Status) => { id: string; in_reply_to_id: string | null }) => {
    const all = [...said.map(viewOf), ...ours.map(viewOfOurs)]
    const byId = new Map(all.map((each) => [each.id, each]))
    if (!byId.has(id)) return undefined
    const ancestors: unknown[] = []
    for (let up = byId.get(id)?.in_reply_to_id; up && byId.has(up); up = byId.get(up)?.in_reply_to_id ?? null) ancestors.unshift(byId.get(up))
    const below = (of: string): typeof all => all.filter((each) => each.in_reply_to_id === of).flatMap((each) => [each, ...below(each.id)])
    return { ancestors, descendants: below(id) }
  }

  return { said, known, say, edit, one, notifications, contextOf }
}

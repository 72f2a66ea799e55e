// What others say to an account of the fake server: notifications, posts, and the chat service behind it, in the shape of the lexicons.
import type { Reply } from '@leeward/channel/fake-service'
import { graphemesIn } from '@leeward/channel/short-post'

export type Author = { did: string; handle: string; displayName?: string; labels?: { val: string; src: string }[] }
type Note = { uri: string; cid: string; author: Author; reason: string; record: Record<string, unknown>; isRead: boolean; indexedAt: string }
type Message = { id: string; rev: string; text: string; sender: { did: string }; sentAt: string }
type Convo = { id: string; members: Author[]; messages: Message[]; group: boolean }
export type Writing = {
  from: Author
  text: string
  reason?: string
  /** `root`, `parent`: what it answers, as `uri cid`. */
  root?: string
  parent?: string
  at?: string
  odd?: Record<string, unknown>
}

const ok = (body: object): Reply => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const refused = (code: number, error: string, message: string): Reply => ({ status: code, body: JSON.stringify({ error, message }) })
const strong = (reference: string) => ({ uri: reference.split(' ')[0], cid: reference.split(' ')[1] })

export function createFakeInbox(own: Author, now: () => string) {
  const notes: Note[] = []
  const convos = new Map<string, Convo>()
  const logs: Record<string, unknown>[] = []
  let [count, privileged] = [0, true]
  const next = (begins: string) => {
    count += 1
    return `${begins}${String(count).padStart(13 - begins.length, 'a')}`
  }

  /** Somebody answers or names this account in public. @returns its `uri cid` */
  const write = ({ from, text, reason = 'mention', root, parent = root, at = now(), odd = {} }: Writing): string => {
    const [uri, cid] = [`at://${from.did}/app.bsky.feed.post/${next('3k')}`, `bafyrei${next('x').padEnd(52, 'a')}`]
    const reply = root && parent ? { reply: { root: strong(root), parent: strong(parent) } } : {}
    notes.unshift({
      ...{ uri, cid, author: from, reason, isRead: false, indexedAt: at },
      record: { $type: 'app.bsky.feed.post', text, createdAt: at, langs: ['en'], ...reply },
      ...odd,
    })
    return `${uri} ${cid}`
  }
  const convoWith = (from: Author, more: Author[] = []): Convo => {
    const id = `convo${from.did.replace(/\W/g, '')}${more.length}`
    const found = convos.get(id) ?? { id, members: [own, from, ...more], messages: [], group: more.length > 0 }
    convos.set(id, found)
    return found
  }
  const put = (convo: Convo, did: string, text: string, at: string): Message => {
    const message = { id: next('m'), rev: next('2'), text, sender: { did }, sentAt: at }
    convo.messages.unshift(message)
    logs.push({
      ...{ $type: 'chat.bsky.convo.defs#logCreateMessage', rev: message.rev, convoId: convo.id },
      message: { $type: 'chat.bsky.convo.defs#messageView', ...message },
    })
    return message
  }
  /** Somebody writes a direct message; `with`: others who read it too. @returns its id */
  const message = (from: Author, text: string, { at = now(), with: more = [] }: { at?: string; with?: Author[] } = {}): string =>
    put(convoWith(from, more), from.did, text, at).id

  const unsend = (id: string) => {
    for (const convo of convos.values()) {
      const found = convo.messages.find((each) => each.id === id)
      if (!found) continue
      const { text: _, ...rest } = found
      logs.push({
        ...{ $type: 'chat.bsky.convo.defs#logDeleteMessage', rev: next('2'), convoId: convo.id },
        message: { $type: 'chat.bsky.convo.defs#deletedMessageView', ...rest },
      })
    }
  }

  /** The newest first; the cursor is where the next page begins. */
  const listNotifications = (query: URLSearchParams): Reply => {
    const [from, limit, reasons] = [Number(query.get('cursor') ?? 0), Number(query.get('limit') ?? 50), query.getAll('reasons')]
    if (limit < 1 || limit > 100) return refused(400, 'InvalidRequest', 'limit can not be greater than 100')
    const found = notes.filter(({ reason }) => reasons.length === 0 || reasons.includes(reason))
    const page = found.slice(from, from + limit)
    return ok({ notifications: page, priority: false, ...(from + limit < found.length ? { cursor: String(from + limit) } : {}) })
  }

  const chat = (method: string, query: URLSearchParams, body: Record<string, unknown> | undefined, proxy: unknown): Reply => {
    if (!privileged) return refused(400, 'InvalidToken', 'Bad token method')
    if (proxy !== 'did:web:api.bsky.chat#bsky_chat') return refused(501, 'MethodNotImplemented', 'Method Not Implemented')
    if (method === 'chat.bsky.convo.getLog') return getLog(query)
    const convo = convos.get(String(query.get('convoId') ?? body?.convoId))
    if (!convo) return refused(400, 'InvalidConvo', 'Convo not found')
    const { id, members, messages, group } = convo
    const kind = { $type: `chat.bsky.convo.defs#${group ? 'groupConvo' : 'directConvo'}` }
    if (method === 'chat.bsky.convo.getConvo') return ok({ convo: { id, rev: '2', members, muted: false, status: 'request', unreadCount: 1, kind } })
    if (method === 'chat.bsky.convo.getMessages') return ok({ messages: messages.map((each) => ({ $type: 'chat.bsky.convo.defs#messageView', ...each })) })
    if (method !== 'chat.bsky.convo.sendMessage') return refused(501, 'MethodNotImplemented', 'Method Not Implemented')
    const { text, ...odd } = (body?.message ?? {}) as Record<string, unknown>
    if (typeof text !== 'string' || text.trim() === '' || graphemesIn(text) > 1_000)
      return refused(400, 'InvalidRequest', 'text must not be longer than 1000 graphemes')
    if (Object.keys(odd).some((each) => !['facets', 'embed'].includes(each))) return refused(400, 'InvalidRequest', 'unknown property')
    return ok(put(convo, own.did, text, now()))
  }
  /** What comes behind the cursor, the oldest first; without one, where it stands now. */
  const getLog = (query: URLSearchParams): Reply => {
    const [cursor, last] = [query.get('cursor'), logs.at(-1)?.rev]
    if (cursor === null) return ok({ logs: [], ...(last ? { cursor: last } : { cursor: '2222222222222' }) })
    const at = logs.findIndex(({ rev }) => rev === cursor)
    const page = logs.slice(at + 1, at + 1 + 50)
    return ok({ logs: page, cursor: page.at(-1)?.rev ?? cursor })
  }

  const getPosts = (query: URLSearchParams): Reply =>
    ok({
      posts: notes
        .filter(({ uri }) => query.getAll('uris').includes(uri))
        .map(({ uri, cid, author, record, indexedAt }) => ({ uri, cid, author, record, indexedAt })),
    })
  const removeNote = (uri: string) => {
    const nth = notes.findIndex((each) => each.uri === uri)
    if (nth >= 0) notes.splice(nth, 1)
  }
  return {
    ...{ write, message, unsend, listNotifications, chat, getPosts, removeNote },
    messagesWith: (from: Author) => convos.get(convoWith(from).id)?.messages ?? [],
    /** As an app password that was not made for direct messages. */
    withoutMessages: (is = true) => {
      privileged = !is
    },
  }
}

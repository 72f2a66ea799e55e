// Slack: an incoming webhook, or a channel that our app was invited to. It knows nothing of crises, and nothing of networks: who may be called is decided by the request that it is given.
import type { Answer, Channel, Request } from '@leeward/channel'
import { apiOutcome, eventType, found, type HistoryPage, pageOf, webhookOutcome } from './slack-answers.ts'
import { type Post, payloadOf } from './slack-post.ts'

export type { Post } from './slack-post.ts'

export type SlackMessage = {
  id: string
  /** `channel`: its id (C…), not its name: only an id can be looked up. */
  to: { webhookUrl: string } | { token: string; channel: string }
  post: Post
  /** The `reference` of the first message of the crisis: this one is a reply to it. Webhooks do not know it. */
  thread?: string
  /** Stays the same on each try; what an unknown post is found by. */
  key: string
}

const pagesRead = 5
const aPage = 100
const lookedBackSeconds = 24 * 3_600

/**
 * Slack documents no parameter by which a repeated post would count once (client_msg_id is not among those of chat.postMessage): posts carry metadata instead, and `lookUp` finds them.
 * @param api where the Web API is, with a slash at its end; another address in tests
 */
export const createSlack = (request: Request, { api = 'https://slack.com/api/' } = {}): Channel<SlackMessage> => ({
  name: 'slack',
  send: async ({ id, to, post, thread, key }) => {
    const payload = payloadOf(post)
    if ('webhookUrl' in to) return webhookOutcome(await request(to.webhookUrl, { method: 'POST', headers: json, body: JSON.stringify(payload) }))
    const body = {
      channel: to.channel,
      ...payload,
      parse: 'none',
      metadata: { event_type: eventType, event_payload: { id, key } },
      ...(thread ? { thread_ts: thread } : {}),
    }
    return apiOutcome(await request(`${api}chat.postMessage`, { method: 'POST', headers: { ...json, ...bearer(to.token) }, body: JSON.stringify(body) }))
  },
  /**
   * Reads what was posted there within a day. `accepted`: it is there. Undefined: all was read and it is not. `unknown`: nobody can say, so it must not be repeated:
   * a webhook cannot be asked, Slack did not answer, the app may not read there, or too much was written since.
   */
  lookUp: async ({ to, thread, key }) => {
    if ('webhookUrl' in to) return { state: 'unknown', answer: 'an incoming webhook cannot be asked what it took' }
    let cursor = ''
    for (let page = 0; page < pagesRead; page += 1) {
      const read: HistoryPage = pageOf(await asked(request, api, to, thread, cursor))
      if ('state' in read) return read
      const there = found(read.messages, key)
      if (there || !read.next) return there
      cursor = read.next
    }
    return { state: 'unknown', answer: 'too much was written there since to find it' }
  },
  close: async () => {},
})

const json = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Leeward' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** A reply is in its thread's list, and not in its channel's. */
function asked(
  request: Request,
  api: string,
  { token, channel }: { token: string; channel: string },
  thread: string | undefined,
  cursor: string,
): Promise<Answer> {
  const query = new URLSearchParams({
    channel,
    include_all_metadata: 'true',
    limit: String(aPage),
    oldest: String(Math.floor(Date.now() / 1_000) - lookedBackSeconds),
  })
  if (thread) query.set('ts', thread)
  if (cursor) query.set('cursor', cursor)
  return request(`${api}conversations.${thread ? 'replies' : 'history'}?${query}`, { method: 'GET', headers: { 'user-agent': 'Leeward', ...bearer(token) } })
}

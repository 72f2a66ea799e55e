// One chat by its link: read it (by events, or by the page alone), write in it with files, fetch a file of it, ask for a person, leave an address. A link opens one chat and nothing else.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type App, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { asDownload } from '../files/download.ts'
import { filesIn } from '../files/form.ts'
import { ChatView, PostChat, PutEmail } from './chat.contract.ts'
import { chatPage, gonePage, messageHtml } from './chat.html.ts'
import { keptAs, readChatToken } from './chat.links.ts'
import { framed, html, leadTo, limited, wantsJson } from './chat.pages.ts'
import { type ChatDeps, postToChat, putChatEmail, sawChat } from './chat.store.ts'
import { chatWords } from './chat.words.ts'
import type { Listeners } from './listen.ts'
import { takeTurn } from './turn.store.ts'
import { type Chat, chatById, fileInChat, viewOf } from './view.store.ts'

const ByToken = z.object({ token: z.string().max(1_000) })
const FileOf = ByToken.extend({ file: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

export function openPages(scope: App, deps: ChatDeps, listeners: Listeners) {
  const app = typed(scope)
  const opened = async (token: string): Promise<Chat | undefined> => {
    const link = readChatToken(deps, token)
    return link && chatById(deps.db, link)
  }
  const must = async (token: string): Promise<Chat> => {
    const chat = await opened(token)
    if (!chat) throw new Refused('gone', chatWords('en').gone)
    return chat
  }

  app.get('/chat/:token', { config: limited(120), schema: { params: ByToken, hide: true } }, async (request, reply) => {
    const { token } = request.params
    const chat = await opened(token)
    if (!chat) return wantsJson(request) ? Promise.reject(new Refused('gone', chatWords('en').gone)) : framed(html(reply), true).code(410).send(gonePage())
    await sawChat(deps, [chat.id])
    const view = await viewOf(deps.db, chat, deps.clock())
    return wantsJson(request)
      ? reply.header('cache-control', 'no-store').send(ChatView.parse(view))
      : framed(html(reply), chat.framed).send(
          chatPage({ ...chat, kept: chat.framed ? keptAs(deps, chat.slug, chat.accountId) : '' }, token, randomUUID(), view),
        )
  })

  app.get('/chat/:token/files/:file', { config: limited(120), schema: { params: FileOf, hide: true } }, async ({ params }, reply) => {
    const file = await fileInChat(deps.db, await must(params.token), params.file)
    if (!file) throw new Refused('not-found', 'There is no such file in this chat.')
    return asDownload(reply, file)
  })

  app.get(
    '/chat/:token/events',
    { config: limited(60), schema: { params: ByToken, querystring: z.object({ after: z.string().max(30).optional() }), hide: true } },
    async (request, reply) => {
      const { token } = request.params
      const chat = await must(token)
      const after = request.headers['last-event-id'] ?? request.query.after ?? '0'
      if (typeof after !== 'string' || !/^\d{1,15}$/.test(after))
        throw new Refused('not-valid', 'Last-Event-ID: must be the number of a message. Leave it out to begin with the first one.')
      await sawChat(deps, [chat.id])
      if (!listeners.add(reply, chat, Number(after), (message) => messageHtml(message, chat, token)))
        throw new Refused('too-many', 'Too many listen at the moment. Read the page anew.')
      return reply
    },
  )

  app.post('/chat/:token/messages', { config: limited(30), schema: { params: ByToken, body: PostChat, hide: true } }, async (request, reply) => {
    const chat = await must(request.params.token)
    const { conversation, message, again, files } = await postToChat(deps, chat, request.body, filesIn(request))
    if (!again && conversation === chat.id) await takeTurn(deps, conversation, message, request.body.text, { files: files === true })
    return leadTo(deps, request, reply, chat.id, request.params.token)
  })

  app.post('/chat/:token/person', { config: limited(20), schema: { params: ByToken, body: z.unknown(), hide: true } }, async (request, reply) => {
    const chat = await must(request.params.token)
    if (chat.into === chat.id) await takeTurn(deps, chat.id, 0, '', { wants: true })
    return leadTo(deps, request, reply, chat.id, request.params.token)
  })

  app.post('/chat/:token/email', { config: limited(10), schema: { params: ByToken, body: PutEmail, hide: true } }, async (request, reply) => {
    const chat = await must(request.params.token)
    await putChatEmail(deps, chat.id, request.body.email)
    return leadTo(deps, request, reply, chat.id, request.params.token)
  })
}

// On a customer's own page: ask with sources, what became of what they wrote, and a chat that is theirs. The link says who they are; what is asked is never kept unless they begin a chat.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { escaped } from '../../communicate/frame/html.ts'
import { type Beside, gone, myPage, type Reader, readerOf } from '../../communicate/my-page/my-page.pages.ts'
import { timeTag } from '../../communicate/status-page/page.shell.ts'
import type { Deps } from '../../deps.ts'
import { Line } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { ask } from '../assistant/answer.store.ts'
import type { Answer } from '../assistant/assistant.ts'
import { conversationsOf } from '../assistant/material.store.ts'
import { isSpoken, tongues } from '../assistant/languages/languages.ts'
import { mostChatText, StartChat } from './chat.contract.ts'
import { chatStyle, saidFrom } from './chat.html.ts'
import { chatToken } from './chat.links.ts'
import { leadTo } from './chat.pages.ts'
import { startChat } from './chat.store.ts'
import { chatWords } from './chat.words.ts'
import { takeTurn } from './turn.store.ts'

const ByToken = z.object({ token: z.string().max(1_000) })
const Ask = z.looseObject({ text: Line(mostChatText) })
const limited = { ...may('public'), rateLimit: { max: 30 } }

export const besideMyPage =
  (deps: Deps): Beside =>
  (mine) =>
    block(deps, mine, mine.token)

export function ownPages(server: App, deps: Deps) {
  const app = typed(server)

  app.post('/my/:token/ask', { config: limited, schema: { params: ByToken, body: Ask, hide: true } }, async ({ params, body }, reply) => {
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
    const mine = await readerOf(deps, params.token)
    if (!mine) return reply.code(410).send(gone())
    const given = await ask(deps, body.text, { brandId: mine.brandId, locale: mine.locale, accountId: Number(mine.accountId), contactId: mine.contact })
    return myPage(deps, mine, await block(deps, mine, params.token, { text: body.text, given }))
  })

  app.post(
    '/my/:token/chat',
    { config: { ...may('public'), rateLimit: { max: 10 } }, schema: { params: ByToken, body: StartChat, hide: true } },
    async (request, reply) => {
      const mine = await must(request.params.token)
      const { rows } = await sql<{
        email: string | null
        name: string | null
      }>`select lower(email) as email, name from contacts where id = ${mine.contact}`.execute(deps.db)
      const chatter = {
        brandId: mine.brandId,
        locale: mine.locale,
        accountId: Number(mine.accountId),
        contactId: mine.contact,
        email: rows[0]?.email ?? null,
        name: rows[0]?.name ?? null,
      }
      const { conversation, message, again } = await startChat(deps, chatter, request.body)
      if (!again) await takeTurn(deps, conversation, message, request.body.text, { wants: request.body.person === 'yes' })
      return leadTo(deps, request, reply, conversation)
    },
  )

  app.post(
    '/my/:token/conversations/:id',
    { config: limited, schema: { params: ByToken.extend({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }), body: z.unknown(), hide: true } },
    async (request, reply) => {
      const mine = await must(request.params.token)
      const { id } = request.params
      if (!(await mineOf(deps, mine)).some((conversation) => conversation.id === id)) throw new Refused('not-found', 'There is no such conversation of yours.')
      const now = deps.clock()
      // Whoever wrote by mail reads and answers it here as well; a person has it, so that the assistant is silent.
      await sql`
        insert into chats (conversation_id, locale, email, started_at, seen_at, handed_at, handed_why) values (${id}, ${mine.locale}, (select lower(email) from contacts where id = ${mine.contact}), ${now}, ${now}, ${now}, '{person}') on conflict do nothing`.execute(
        deps.db,
      )
      return leadTo(deps, request, reply, id, chatToken(deps, id, mine.contact))
    },
  )

  const must = async (token: string): Promise<Reader> => {
    const mine = await readerOf(deps, token)
    if (!mine) throw new Refused('gone', 'This link is no longer valid. The newest message from us has a new one.')
    return mine
  }
}

const mineOf = (deps: Deps, { brandId, accounts, contact }: Reader) => conversationsOf(deps, { brandId, accounts, contactId: contact })

async function block(deps: Deps, mine: Reader, token: string, asked?: { text: string; given: Answer }): Promise<string> {
  const words = chatWords(mine.locale)
  const conversations = await mineOf(deps, mine)
  const named = { open: words.open, snoozed: words.open, waiting: words.waiting, closed: words.done }
  const rows = conversations.map(
    ({ id, subject, state, openedAt }) =>
      `<li><form method="post" action="/my/${token}/conversations/${id}"><strong>${escaped(subject)}</strong> <span class="quiet">#${id} · ${timeTag(mine, openedAt)} · ${named[state]}</span> <button>${words.answerHere}</button></form></li>`,
  )
  return `<style>${chatStyle}</style><h2 id="ask">${words.ask}</h2>${asked ? answerHtml(asked, mine, token) : ''}
<form class="write" method="post" action="/my/${token}/ask#ask"><label for="question">${words.question}</label><textarea id="question" name="text" rows="2" maxlength="${mostChatText}" required aria-describedby="hint">${asked ? escaped(asked.text) : ''}</textarea><p class="quiet" id="hint">${words.askHint}</p><button>${words.start}</button></form>
${conversations.length === 0 ? '' : `<h2>${words.mine}</h2><ul class="links write">${rows.join('')}</ul>`}`
}

/** The answer with its sources; where there is none, a person is one press away, with what was asked. */
function answerHtml({ text, given }: { text: string; given: Answer }, mine: Reader, token: string): string {
  const words = chatWords(mine.locale)
  const person = `<form class="write" method="post" action="/my/${token}/chat"><input type="hidden" name="id" value="${randomUUID()}"><input type="hidden" name="text" value="${escaped(text)}"><button name="person" value="yes">${words.person}</button></form>`
  const said =
    given.action === 'answer'
      ? saidFrom(given.sentences, given.sources, mine.locale)
      : `<p>${escaped(tongues[isSpoken(given.language) ? given.language : 'en'].say.unsure)}</p>`
  return `<article class="said" role="status">${said}</article>${person}`
}

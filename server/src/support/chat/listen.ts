// Server-sent events of chats: one look a moment for everybody who listens in this process. Who comes back says which message they saw last and misses nothing.
// How chats stand is looked at apart from that and less often, so that no message waits for it.
import type { FastifyReply } from 'fastify'
import type { ChatMessage, ChatView } from './chat.contract.ts'
import type { ChatClaims } from './chat.links.ts'
import { type ChatDeps, sawChat } from './chat.store.ts'
import { statesOf } from './state.store.ts'
import { type Chat, chatsOf, messagesAfter, type Reading } from './view.store.ts'

const lookMs = 700
const standMs = 15_000
const mostListeners = 5_000
const mostUnread = 500_000

export type Listener = Reading & {
  link: ChatClaims
  conversation: number
  after: number
  /** As it was told last; undefined: they have just come. */
  state?: ChatView['state'] | undefined
  raw: FastifyReply['raw']
  html: (message: ChatMessage) => string
}
export type Listeners = {
  add: (reply: FastifyReply, chat: Pick<Chat, 'id' | 'contact' | 'into' | keyof Reading>, after: number, html: Listener['html']) => boolean
  look: () => Promise<void>
  stand: () => Promise<void>
  stop: () => void
}

export function createListeners(deps: ChatDeps): Listeners {
  const all = new Set<Listener>()
  /** One at a time of each kind; what fails is looked at again. */
  const alone = (what: string, work: () => Promise<void>) => {
    let busy = false
    return async () => {
      if (busy || all.size === 0) return
      busy = true
      try {
        await work()
      } catch (error) {
        deps.log.warn({ err: error }, `looking for ${what} of chats failed`)
      } finally {
        busy = false
      }
    }
  }
  const look = alone('new messages', async () => {
    const listeners = [...all]
    const reached = new Set(listeners.filter(({ state }) => !state))
    for (const { place, ...message } of await messagesAfter(deps.db, listeners)) {
      const listener = listeners[place] as Listener
      listener.after = message.id
      reached.add(listener)
      send(listener, `id: ${message.id}\nevent: message\ndata: ${JSON.stringify({ ...message, html: listener.html(message) })}\n\n`)
    }
    // That a person is there is told at once; who waits is told their place with all others.
    if (reached.size > 0) await tellStates([...reached], false)
  })
  const stand = alone('the state', async () => {
    await tellStates([...all], true)
    await sawChat(deps, [...new Set([...all].map(({ link }) => link.c))])
  })
  const tellStates = async (listeners: readonly Listener[], places: boolean) => {
    const chats = await chatsOf(
      deps.db,
      listeners.map(({ link }) => link),
    )
    const there = chats.flatMap((chat, nth) => (chat ? [{ chat, listener: listeners[nth] as Listener }] : []))
    const states = await statesOf(
      deps.db,
      there.map(({ chat }) => chat),
      deps.clock(),
      places,
    )
    for (const [nth, { chat, listener }] of there.entries()) {
      Object.assign(listener, { conversation: chat.into, own: chat.own, addresses: chat.addresses })
      const state = states[nth] as ChatView['state']
      if (isNews(state, listener.state)) {
        listener.state = state
        send(listener, `event: state\ndata: ${JSON.stringify(state)}\n\n`)
      } else if (places) send(listener, ': alive\n\n')
    }
  }
  const send = ({ raw }: Listener, text: string) => {
    raw.write(text)
    // Who does not read is let go, and comes back to where they stopped.
    if (raw.writableLength > mostUnread) raw.destroy()
  }
  const timers = [setInterval(() => void look(), lookMs), setInterval(() => void stand(), standMs)]
  for (const timer of timers) timer.unref()
  return {
    add: (reply, { id, contact, into, own, addresses }, after, html) => {
      if (all.size >= mostListeners) return false
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'referrer-policy': 'no-referrer',
        connection: 'close',
      })
      raw.write(`retry: 3000\nid: ${after}\n\n`)
      const link: ChatClaims = { c: id, ...(contact === null ? {} : { k: contact }) }
      const listener: Listener = { link, conversation: into, own, addresses, after, raw, html }
      all.add(listener)
      raw.on('close', () => all.delete(listener))
      if (raw.destroyed) all.delete(listener)
      void look()
      return true
    },
    look,
    stand,
    stop: () => {
      for (const timer of timers) clearInterval(timer)
      for (const { raw } of all) raw.end()
      all.clear()
    },
  }
}

/** Where they stand is not taken back by a look that does not say it. */
const isNews = (now: ChatView['state'], told: ChatView['state'] | undefined) =>
  !told || now.with !== told.with || now.email !== told.email || (now.says !== null && now.says !== told.says)

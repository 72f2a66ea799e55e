// Server-sent events of chats: one look a moment for everybody who listens in this process. Who comes back says which message they saw last and misses nothing.
import type { FastifyReply } from 'fastify'
import type { ChatMessage } from './chat.contract.ts'
import { type ChatDeps, sawChat } from './chat.store.ts'
import { chatById, messagesAfter, stateOf } from './view.store.ts'

const lookMs = 700
const heartbeatMs = 15_000
const mostListeners = 5_000
const mostUnread = 500_000

export type Listener = { chat: number; conversation: number; after: number; state: string; raw: FastifyReply['raw']; html: (message: ChatMessage) => string }
export type Listeners = {
  add: (reply: FastifyReply, chat: { id: number; into: number }, after: number, html: Listener['html']) => boolean
  look: () => Promise<void>
  stop: () => void
}

export function createListeners(deps: ChatDeps): Listeners {
  const all = new Set<Listener>()
  let busy = false
  let beaten = 0
  const look = async () => {
    if (busy || all.size === 0) return
    busy = true
    try {
      // Of a chat that is open twice the earliest place is asked for once.
      const places = new Map<number, number>()
      for (const { conversation, after } of all) places.set(conversation, Math.min(after, places.get(conversation) ?? after))
      const messages = await messagesAfter(
        deps.db,
        [...places].map(([conversation, after]) => ({ conversation, after })),
      )
      for (const listener of all)
        for (const message of messages)
          if (message.conversation === listener.conversation && message.id > listener.after) {
            listener.after = message.id
            send(listener, `id: ${message.id}\nevent: message\ndata: ${JSON.stringify({ ...message, html: listener.html(message) })}\n\n`)
          }
      const now = Date.now()
      if (now - beaten < heartbeatMs && messages.length === 0) return
      beaten = now
      await states()
      await sawChat(deps, [...new Set([...all].map(({ chat }) => chat))])
    } catch (error) {
      deps.log.warn({ err: error }, 'looking for new messages of chats failed')
    } finally {
      busy = false
    }
  }
  const states = async () => {
    for (const listener of all) {
      const chat = await chatById(deps.db, listener.chat)
      if (!chat) continue
      listener.conversation = chat.into
      const state = JSON.stringify(await stateOf(deps.db, chat, deps.clock()))
      send(listener, state === listener.state ? ': alive\n\n' : `event: state\ndata: ${state}\n\n`)
      listener.state = state
    }
  }
  const send = ({ raw }: Listener, text: string) => {
    raw.write(text)
    // Who does not read is let go, and comes back to where they stopped.
    if (raw.writableLength > mostUnread) raw.destroy()
  }
  const timer = setInterval(() => void look(), lookMs)
  timer.unref()
  return {
    add: (reply, { id, into }, after, html) => {
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
      const listener: Listener = { chat: id, conversation: into, after, state: '', raw, html }
      all.add(listener)
      raw.on('close', () => all.delete(listener))
      if (raw.destroyed) all.delete(listener)
      void look()
      return true
    },
    look,
    stop: () => {
      clearInterval(timer)
      for (const { raw } of all) raw.end()
      all.clear()
    },
  }
}

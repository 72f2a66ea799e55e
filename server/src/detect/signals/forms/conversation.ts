// What a customer wrote in a conversation, as signals: the conversation counts once, each message is read once.
import { signal, type Told } from './form.ts'

/** `from`: the writer's address, by which the account is looked up; it stays nowhere. */
export type Message = {
  conversation: string
  message: string | undefined
  at: number | undefined
  title?: string | undefined
  body: string | undefined
  service?: string | undefined
  region?: string | undefined
  account?: string | undefined
  from?: string | undefined
  link?: string | undefined
  labels?: Record<string, string> | undefined
}

/** Without words it is only that somebody writes to us. Both stand at the same place of what was sent. */
export function inConversation({ conversation, message, at, body, title, service, region, account, from, link, labels }: Message): Told[] {
  const where = { at, service, region }
  return [
    signal({ ...where, id: `conversation/${conversation}`, name: 'conversations', value: 1, measure: 'count' }),
    ...(body === undefined || message === undefined
      ? []
      : [signal({ ...where, id: `message/${message}`, kind: 'message', name: 'messages', title, body, account, from, link, labels })]),
  ]
}

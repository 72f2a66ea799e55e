// Conversations of any desk, in a form of our own: one message, or a list of them. What was not written by a customer is known, and not counted.
import { NoSignal } from '../read-signals.ts'
import { inConversation } from './conversation.ts'
import { type Form, instant, labels, line, link, text, told } from './form.ts'

const writers = ['customer', 'agent', 'bot']

export const readConversations: Form = ({ body }) => (Array.isArray(body) ? body : [body]).map(message)

function message(each: unknown): unknown {
  const { conversation, message: id, from, at, subject, text: words, service, region, account, email, link: url, labels: given } = told(each)
  const [about, its] = [line(conversation, 140), line(id, 140)]
  if (!about) return new NoSignal('conversation: must name the conversation, so that it counts once.')
  if (typeof from !== 'string' || !writers.includes(from)) return new NoSignal(`from: must say who wrote: ${writers.join(', ')}.`)
  if (from !== 'customer') return []
  const body = text(words)
  if (body && !its) return new NoSignal('message: must name the message, so that it is read once.')
  const when = instant(at)
  if (at !== undefined && when === undefined) return new NoSignal('at: must be a time such as 2030-01-31T09:30:00Z.')
  return inConversation({
    conversation: about,
    message: its && `${about}/${its}`,
    at: when,
    title: line(subject, 300),
    body,
    service: line(service, 120),
    region: line(region, 80),
    account: line(account, 200),
    from: line(email, 254),
    link: link(url),
    labels: given === undefined ? undefined : labels(given),
  })
}

// CloudEvents 1.0: structured, in a batch, or binary (the event in headers, what it is about in the body). What its data says in our words is taken; the rest is counted.
import { Refused } from '../../../platform/refused.ts'
import { hasWords, NoSignal } from '../read-signals.ts'
import type { GivenSignal } from '../signals.contract.ts'
import { type Form, instant, line, type Sent, signal, type Told, told } from './form.ts'

const ours = ['value', 'measure', 'service', 'region', 'account', 'labels', 'state', 'severity', 'title', 'body', 'link', 'kind'] as const

export const readCloudEvent: Form = ({ body }) => [event(told(body))]
export const readCloudEvents: Form = ({ body }) => {
  if (!Array.isArray(body)) throw new Refused('not-valid', 'A batch of CloudEvents is a list of events.')
  return body.map((each) => event(told(each)))
}
/** Binary: `ce-*` headers; undefined where there are none. */
export function readBinaryEvent(sent: Sent): unknown[] | undefined {
  if (sent.headers['ce-specversion'] === undefined) return undefined
  const attribute = (name: string) => {
    const [said] = [sent.headers[`ce-${name}`]].flat()
    return said === undefined ? undefined : decoded(said)
  }
  return [
    event({
      specversion: attribute('specversion'),
      id: attribute('id'),
      source: attribute('source'),
      type: attribute('type'),
      time: attribute('time'),
      subject: attribute('subject'),
      data: sent.body,
    }),
  ]
}

/** Headers hold what is not ASCII percent-encoded. */
function decoded(said: string): string {
  try {
    return decodeURIComponent(said)
  } catch {
    return said
  }
}

/** What lacks what the specification requires is refused by itself. */
function event({ specversion, id, source, type, time, subject, data }: Told): unknown {
  const [its, from, sort] = [line(id, 150), line(source, 140), line(type)]
  if (specversion !== '1.0' || !its || !from || !sort) return new NoSignal('An event needs specversion (1.0), id, source and type.')
  const [said, about] = [told(data), line(subject)]
  const taken = Object.fromEntries(ours.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])))
  return signal({
    id: `${from}\n${its}`,
    at: instant(time),
    name: sort,
    ...taken,
    // Beside words it says what it is about; of a number it would be a series for each order or person.
    ...(about && taken.service === undefined && hasWords(taken as GivenSignal) ? { labels: { ...told(taken.labels), subject: about } } : {}),
  })
}

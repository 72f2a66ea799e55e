import { describe, expect, test } from 'vitest'
import type { Signal } from './read-signals.ts'
import { maskedLabels, told } from './telling.ts'

const signal = (more: Partial<Signal>): Signal => ({ name: 'support.mail', kind: 'complaint', at: 1, ...more })
const names = (more: Partial<Signal>) => told(signal(more)).counts.map(({ name }) => name)

describe('What texts tell in numbers', () => {
  test('that one came, that it is angry, and what it wants', () =>
    expect(names({ body: 'This is the third time it broke. I want my money back!' })).toEqual(['texts', 'texts.negative', 'texts.complaint', 'texts.refund']))
  test('thanks are a text, and no more', () => expect(names({ body: 'Thank you, it works again.' })).toEqual(['texts']))
  test('each in the service and region of what was written', () =>
    expect(told(signal({ body: 'Is it down?', service: 'shop', region: 'eu' })).counts).toContainEqual({
      name: 'texts.outage',
      at: 1,
      measure: 'count',
      value: 1,
      service: 'shop',
      region: 'eu',
    }))
  test('what a machine says of itself counts for nothing here', () => {
    expect(names({ kind: 'alert', body: 'Refund service is down, cancel everything' })).toEqual([])
    expect(names({ state: 'firing', body: 'I want my money back' })).toEqual([])
  })
  test('what belongs to a person is not kept, whoever wrote it', () => {
    const { signal: kept } = told(signal({ title: 'From ann@shop.example', body: 'Call me at +49 30 1234567' }))
    expect(kept).toMatchObject({ title: 'From [e-mail]', body: 'Call me at [phone]' })
    expect(told(signal({ kind: 'alert', body: 'sent to ann@shop.example' })).signal.body).toBe('sent to [e-mail]')
  })
  test('nor in labels', () =>
    expect(maskedLabels({ reason: 'Leave it with ann@shop.example', pod: 'c-7' })).toEqual({ reason: 'Leave it with [e-mail]', pod: 'c-7' }))
  test('how urgent it is stands with it, unless the sender says so', () => {
    expect(told(signal({ body: 'The battery caught fire, my child is hurt' })).signal.severity).toBe('critical')
    expect(told(signal({ body: 'It caught fire', severity: 'info' })).signal.severity).toBe('info')
  })
})
